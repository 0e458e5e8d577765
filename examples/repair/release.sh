#!/bin/sh
# Writes the version and the release notes from the history of this branch.
set -eu

version=${SWARM_INPUT_VERSION:?}
printf '%s\n' "$version" > VERSION
{
  printf '# %s\n\n' "$version"
  git log --no-merges --reverse --format='- %s' HEAD
} > RELEASE_NOTES.md
cat RELEASE_NOTES.md
