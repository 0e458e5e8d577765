#!/bin/sh
# Makes a schedule: the inventory of a folder at half past two of each working day, by the clocks of Berlin.
#   examples/schedule/create.sh FOLDER
# An inventory that takes longer than a day makes the next one wait for it (--overlap queue). Of those that were missed
# while the control plane was down, the latest is made up for (--catch-up latest). SWARM names the command line program.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
exec ${SWARM:-"$here/../../swarm"} schedules create "Inventory of $1" "$here/workflow.yaml" --input "folder=$1" \
  --cron '0 30 2 * * 1-5' --zone Europe/Berlin --overlap queue --catch-up latest --json
