#!/usr/bin/env bash
# Installs what the tests need, builds everything, and runs all tests. Arguments go to `dotnet test`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# First of all: whatever fails below, no earlier run's results are taken for this one's.
rm -rf artifacts/test-results

# Packages of Debian, each named as its command.
missing=()
command -v redis-server >/dev/null || missing+=(redis-server)
command -v chromium >/dev/null || missing+=(chromium)
command -v prometheus >/dev/null || missing+=(prometheus)
if [ ${#missing[@]} -gt 0 ]; then
  as_root=""
  [ "$(id -u)" -eq 0 ] || as_root="sudo"
  $as_root apt-get update
  # The tests start servers and a browser of their own: no service is needed.
  $as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y --no-install-recommends "${missing[@]}"
fi

# The table storage emulator and the spelling checker. Each package is installed once, and again when its lock file changes.
for package in tests/azurite tests/spelling; do
  if [ ! -e $package/node_modules/.package-lock.json ] || [ $package/package-lock.json -nt $package/node_modules/.package-lock.json ]; then
    npm ci --prefix $package --omit=optional --ignore-scripts --no-audit --no-fund
  fi
done

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build Failfast.sln -c Release --nologo -v quiet
# A run in which for so long no test begins or ends is over: the log names the test, and the results say that it did not pass.
dotnet test Failfast.sln -c Release --nologo --no-build --logger trx --results-directory artifacts/test-results \
  --blame-hang-timeout 15m --blame-hang-dump-type none "$@"
