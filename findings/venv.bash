# For the scripts beside this one: packages in a virtual environment of their own, and what they are expected to say.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# python_with PACKAGES CODE: what the code prints where these packages (NAME==VERSION, by spaces) are installed.
python_with() {
  local venv="$folder/${1//[^a-z0-9.=]/_}"
  if [ ! -d "$venv" ]; then
    "${PYTHON:-python3}" -m venv "$venv"
    # shellcheck disable=SC2086
    "$venv/bin/pip" install --quiet --disable-pip-version-check $1 2> "$folder/pip.log" >&2 || { cat "$folder/pip.log" >&2; exit 1; }
  fi
  "$venv/bin/python" -W ignore -c "$2"
}

# expect TEXT FOUND: end with 1 where they differ.
expect() {
  echo "$2"
  [ "$1" = "$2" ] || { printf 'the behaviour has changed; it was:\n%s\n' "$1" >&2; exit 1; }
}
