# SPDX-License-Identifier: GPL-2.0-or-later
# What the scripts share: messages, rights, the build, and tshark with our plugin. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
nobody=65534

say() {
    printf '%s\n' "$*"
}

warn() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
}

die() {
    warn "$@"
    exit 1
}

# as_root COMMAND…: directly for root, else through sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -- "$@"
    else
        die "this needs root: become root or install sudo, then run it again"
    fi
}

# quietly LOG COMMAND…: shows what the command printed only when it failed.
quietly() {
    local log=$1 rc=0
    shift
    "$@" >"$log" 2>&1 </dev/null || rc=$?
    [ "$rc" -eq 0 ] || tail -n 60 "$log" >&2
    return "$rc"
}

# progress: shows the line that its input is at: on a terminal in place, elsewhere one in ten seconds.
progress() {
    local line width shown=$SECONDS
    if [ -t 1 ]; then
        width=$(tput cols 2>/dev/null || echo 80)
        while IFS= read -r line; do printf '\r\033[K  %.*s' "$((width - 3))" "$line"; done
        printf '\r\033[K'
    else
        while IFS= read -r line; do
            [ "$((SECONDS - shown))" -ge 10 ] || continue
            say "  $line"
            shown=$SECONDS
        done
    fi
}

# visibly LOG COMMAND…: as quietly, but shows meanwhile where the command is.
visibly() {
    local log=$1 rc=0
    shift
    { "$@" 2>&1 </dev/null | tee "$log" | progress; } || rc=${PIPESTATUS[0]}
    [ "$rc" -eq 0 ] || tail -n 60 "$log" >&2
    return "$rc"
}

# build NAME [CMAKE OPTION…]: configures and builds build/NAME; sets $build to it.
build() {
    build=$root/build/$1
    shift
    mkdir -p "$build" || die "cannot write to $root/build"
    quietly "$build/configure.log" cmake -S "$root" -B "$build" -G Ninja "$@" ||
        die "configuring failed (see above)"
    visibly "$build/build.log" cmake --build "$build" || die "the build failed (see above)"
}

# stage_make: sets $stage to a temporary folder that everybody may read; it goes when the script ends.
stage_make() {
    stage=$(mktemp -d "${TMPDIR:-/tmp}/ikelog.XXXXXX") || die "no temporary folder"
    trap 'rm -rf "$stage"' EXIT
    chmod 755 "$stage"
    mkdir "$stage/home"
    [ "$(id -u)" -ne 0 ] || chown "$nobody:$nobody" "$stage/home"
}

# run_tshark ARGUMENT…: tshark with the module that stage_make's folder holds and no settings of the
# user. As root, Wireshark loads no module from a folder that it was told of, hence another user id.
run_tshark() {
    local drop=()
    if [ "$(id -u)" -eq 0 ]; then
        drop=(setpriv "--reuid=$nobody" "--regid=$nobody" --clear-groups)
    fi
    "${drop[@]}" env HOME="$stage/home" XDG_CONFIG_HOME="$stage/home/.config" \
        WIRESHARK_PLUGIN_DIR="$stage/plugins" tshark "$@"
}
