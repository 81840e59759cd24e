# Read by the benchmark scripts: builds both sides with optimisation, starts servers, stops them at the end.
set -eu
cd "$(dirname "$0")"
here=$PWD
work=$(mktemp -d)
started=
cleanup() {
  # Until they are gone: the next run wants the same ports.
  for process in $started; do
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

swift build --package-path "$here" -c release >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; exit 1; }
swift build --package-path "$here/.." -c release --product mailtutor >"$work/build.log" 2>&1 ||
  { cat "$work/build.log" >&2; exit 1; }
mailload=$here/.build/release/mailload
mailtutor=$here/../.build/release/mailtutor
ulimit -n "$(ulimit -H -n)"

# serve SERVICE SCENARIO: sets $port and $server.
serve() {
  "$mailtutor" serve "--$1" 0 --scenario "$2" --quiet >"$work/serve.out" &
  server=$!
  started="$started $server"
  wait_until grep -q "^listening $1 " "$work/serve.out"
  port=$(sed -n "s/^listening $1 .*:\([0-9]*\)$/\1/p" "$work/serve.out")
}

wait_until() {
  tries=0
  until "$@" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { echo "waited in vain: $*" >&2; exit 1; }
    sleep 0.1
  done
}

# A scenario with one account for each client of the generator: scenario ACCOUNTS LETTERS OCTETS >FILE
scenario() {
  printf 'format: 1\npersonality: rfc1939\nhostname: mail.example.net\nrelay: accept\naccounts:\n'
  number=1
  while [ "$number" -le "$1" ]; do
    printf '  - {user: user%s, password: secret, mailbox: [{count: %s, octets: %s}]}\n' "$number" "$2" $(($2 * $3))
    number=$((number + 1))
  done
}
