#!/bin/sh
# Reads the parser as a careful colleague would, and then has fuzz.cs look for texts that crash it. Exit code 1 if there
# is anything to say.
set -eu

file=Parser.cs
[ -s "$file" ] || { echo "review: $file is missing or empty"; exit 1; }

found=0
complain() {
  echo "review: $1"
  found=$((found + 1))
}

count() { tr -cd "$1" < "$file" | wc -c | tr -d ' '; }

# Braces and parentheses inside character literals are none.
plain=$(sed "s/'[^']*'//g; s/\"[^\"]*\"//g" "$file")
balance() { printf '%s' "$plain" | tr -cd "$1" | wc -c | tr -d ' '; }

[ "$(balance '{')" = "$(balance '}')" ] || complain "the braces do not match: $(balance '{') open, $(balance '}') close"
[ "$(balance '(')" = "$(balance ')')" ] || complain "the parentheses do not match"
[ "$(count '\t')" = 0 ] || complain "tabs are used"
long=$(awk 'length > 120 { print FNR }' "$file")
[ -z "$long" ] || complain "longer than 120 columns: line $long"
grep -nE 'XXX|Console\.|Process\.|unsafe|dynamic' "$file" && complain "not wanted in a parser: see above"
grep -q '<summary>' "$file" || complain "the public type is not documented"
grep -q 'FormatException' "$file" || complain "wrong input is not refused"

echo "review: $(grep -c '' "$file") lines read, $found complaints"
[ "$found" -eq 0 ] || exit 1
exec dotnet run fuzz.cs
