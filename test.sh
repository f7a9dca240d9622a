#!/usr/bin/env bash
# Installs what the tests need, builds everything, and runs all tests. Arguments go to `dotnet test`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! command -v redis-server >/dev/null; then
  as_root=""
  [ "$(id -u)" -eq 0 ] || as_root="sudo"
  $as_root apt-get update
  # The tests start a server of their own: Debian's service is not needed.
  $as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y --no-install-recommends redis-server
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
rm -rf artifacts/test-results
dotnet build Failfast.sln --nologo -v quiet
dotnet test Failfast.sln --nologo --no-build --logger trx --results-directory artifacts/test-results "$@"
