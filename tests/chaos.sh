#!/usr/bin/env bash
# Faults on real processes under guarded load: three silos, two clients, Redis, Azurite. Prints a row for each fault, and fails if a call
# failed for the breaker's sake, a probe was one too many, or a breaker was stuck.
#   tests/chaos.sh                 every fault, with Orleans' own times for noticing losses: about 30 minutes
#   tests/chaos.sh --short         what every run of the tests includes: about 2 minutes
#   tests/chaos.sh --soak HOURS    random faults for so long
#   tests/chaos.sh --only TEXT     the faults whose names contain it
#   tests/chaos.sh --write         every fault, and the table goes into docs/reliability.md
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export FAILFAST_CHAOS=long
write=""
while [ $# -gt 0 ]; do
  case $1 in
    --short) unset FAILFAST_CHAOS ;;
    --soak) export FAILFAST_CHAOS=soak FAILFAST_SOAK_HOURS=${2:?"--soak takes a number of hours, such as 1 or 0.25"}; shift ;;
    --only) export FAILFAST_CHAOS_ONLY=${2:?"--only takes a part of a fault's name"}; shift ;;
    --write) write=yes ;;
    *) echo "chaos.sh: unknown option '$1'; there are --short, --soak HOURS, --only TEXT and --write" >&2; exit 2 ;;
  esac
  shift
done

mkdir -p artifacts
export FAILFAST_CHAOS_TABLE=$PWD/artifacts/chaos.md
rm -f "$FAILFAST_CHAOS_TABLE"
status=0
./test.sh --filter "FullyQualifiedName~Integration.Chaos" || status=$?
cat "$FAILFAST_CHAOS_TABLE"
if [ -n "$write" ] && [ $status -eq 0 ]; then
  sed -i -e '/<!-- chaos -->/,/<!-- end of chaos -->/{//!d}' -e "/<!-- chaos -->/r $FAILFAST_CHAOS_TABLE" docs/reliability.md
fi
exit $status
