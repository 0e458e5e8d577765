#!/bin/sh
# Repairs Parser.cs from what the tests said (SWARM_INPUT_FAILURES). It knows nothing of the bug: from a failure such as
#   FAIL 2 + 3 * 4: expected 14, got 20
# it works out how the parser must have grouped the operators (the way that gives 20) and how it should have (the way
# that gives 14), and makes the operator of the inner group bind more strongly. If no failure tells such a thing,
# nothing is changed and the exit code is 1.
set -eu

[ -n "${SWARM_INPUT_FAILURES:-}" ] || { echo "fix: there are no failures to work from"; exit 1; }

strength() { sed -n "s|^ *'[$1]' => \\([0-9]*\\),.*|\\1|p" Parser.cs; }

# Makes operator $1 bind more strongly than operator $2.
strengthen() {
  have=$(strength "$1")
  floor=$(strength "$2")
  [ -n "$have" ] && [ -n "$floor" ] || { echo "fix: no strength of '$1' or '$2' in Parser.cs"; return 0; }
  [ "$have" -le "$floor" ] || return 0
  sed "s|^\\( *'[$1]' => \\)$have,|\\1$((floor + 1)),|" Parser.cs > Parser.cs.new
  mv Parser.cs.new Parser.cs
  echo "fix: '$1' binds more strongly than '$2' now ($have -> $((floor + 1)))"
  changed=$((changed + 1))
}

# Looks at `a op1 b op2 c`: which grouping was used, and which was wanted?
learn() {
  first=$(( ($1 $2 $3) $4 $5 ))
  second=$(( $1 $2 ($3 $4 $5) ))
  if [ "$first" = "$got" ] && [ "$second" = "$expected" ]; then strengthen "$4" "$2"
  elif [ "$second" = "$got" ] && [ "$first" = "$expected" ]; then strengthen "$2" "$4"
  fi
}

is_number() { case $1 in '' | *[!0-9]*) return 1 ;; esac; }
is_operator() { case $1 in '+' | '-' | '*' | '/') return 0 ;; esac; return 1; }

changed=0
set -f # An operator `*` is no pattern for file names.
while IFS= read -r line; do
  case $line in 'FAIL '*': expected '*', got '*) ;; *) continue ;; esac
  expression=${line#FAIL }
  expression=${expression%%: expected *}
  expected=${line##*: expected }
  expected=${expected%%, got *}
  got=${line##*, got }
  is_number "${got#-}" || { echo "fix: cannot learn from: $line"; continue; }
  # shellcheck disable=SC2086 # The expression is to fall into its words.
  set -- $expression
  if [ $# -eq 5 ] && is_number "$1" && is_operator "$2" && is_number "$3" && is_operator "$4" && is_number "$5"; then
    learn "$@"
  else
    echo "fix: cannot learn from: $line"
  fi
done <<TEXT
$SWARM_INPUT_FAILURES
TEXT

echo "fix: $changed changes"
[ "$changed" -gt 0 ]
