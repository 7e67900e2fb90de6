# Runs one block of a document with the variables, functions and the directory that the blocks before it left.
# Arguments: the file with the block. An answer of curl that is an error is one.
set -euo pipefail

curl() {
  command curl --fail-with-body "$@"
}

if [ -f "$SNIPPETS_HOME/environment" ]; then
  . "$SNIPPETS_HOME/environment"
fi
trap 'echo "this failed: $BASH_COMMAND" >&2' ERR
set -a
. "$1"
set +a
trap - ERR
{
  export -p
  declare -f
  printf 'cd %q\n' "$PWD"
} >"$SNIPPETS_HOME/environment"
