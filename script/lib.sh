# SPDX-License-Identifier: GPL-2.0-or-later
# What the scripts share: messages, rights, results, the build, and tshark with our plugin. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
nobody=65534
trees=${IKELOG_TREES:-/var/tmp/ikelog-trees} # where script/tree keeps what it makes

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
    local log=$1 rc
    shift
    ! "$@" 2>&1 </dev/null | tee "$log" | progress
    rc=${PIPESTATUS[0]}
    [ "$rc" -eq 0 ] || tail -n 60 "$log" >&2
    return "$rc"
}

passed=0 failed=0

# step NAME LOG COMMAND…: shows what the command prints, keeps it in LOG, and says how it went. Adds the line
# "N passed, N failed" that it ends with to $passed and $failed; a command without one counts as one test.
step() {
    local name=$1 log=$2 line good=1 bad=0 rc begin=$SECONDS
    shift 2
    say "== $name"
    # The command's own status, whether the script has set pipefail or not.
    ! "$@" </dev/null 2>&1 | tee "$log"
    rc=${PIPESTATUS[0]}
    if line=$(tail -n 1 "$log" | grep -xE '[0-9]+ passed, [0-9]+ failed'); then
        good=${line%% *} line=${line#*, } bad=${line%% *}
        # What fails although each of its cases passed has failed all the same.
        [ "$rc" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
    elif [ "$rc" -ne 0 ]; then
        good=0 bad=1
    fi
    passed=$((passed + good)) failed=$((failed + bad))
    say "== $name: $good passed, $bad failed, $((SECONDS - begin)) s"
}

# result: the sum as the last line of the script, and its status.
result() {
    say "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
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

# build_release: the plugin as it is installed; sets $build.
build_release() {
    say "Building ikelog …"
    build release -DBUILD_TESTING=OFF
}

# project_copy FOLDER: the files of the project into FOLDER: those that git knows, or of a copy without
# git all but what was built.
project_copy() {
    mkdir -p "$1"
    (cd "$root" && if [ -e .git ]; then
        git -c safe.directory='*' ls-files -z
    else
        find . -path ./build -prune -o -type f -print0
    fi) | tar -C "$root" --null --files-from=- -cf - | tar -C "$1" --no-same-owner -xf -
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

# readable FILE WHAT: ends the script with a plain sentence when FILE cannot be read.
readable() {
    [ -e "$1" ] || die "there is no $2 '$1'"
    [ -f "$1" ] || die "'$1' is not a file; a $2 was expected"
    [ -r "$1" ] || die "the $2 '$1' cannot be read: no permission"
}

absolute() {
    printf '%s/%s\n' "$(cd "$(dirname "$1")" && pwd)" "$(basename "$1")"
}

# inputs_choose CAPTURE [KEYS]: sets $capture, and $keys: those that are given, else the capture's
# neighbour with the ending .keys, else nothing.
inputs_choose() {
    readable "$1" capture
    capture=$(absolute "$1")
    if [ $# -eq 2 ]; then
        readable "$2" "key file"
        keys=$(absolute "$2")
    else
        keys=${capture%.*}.keys
        [ -r "$keys" ] || keys=
    fi
}

# inputs_stage: copies module, capture and keys to where an ordinary user may read them. Sets
# $staged to the capture there, $options to what gives tshark the keys, and $count to the number of
# the IKE SA of each of its messages. What is wrong with the capture is in $stage/errors.
inputs_stage() {
    stage_make
    cp -R "$build/plugins" "$stage/plugins"
    mkdir "$stage/capture" "$stage/keys"
    cp "$capture" "$stage/capture"
    staged=$stage/capture/$(basename "$capture")
    options=()
    if [ -n "$keys" ]; then
        cp "$keys" "$stage/keys"
        options=(-o "ikelog.keylog_file:$stage/keys/$(basename "$keys")")
    fi
    chmod -R a+rX "$stage/plugins" "$stage/capture" "$stage/keys"

    # A capture that was cut short tells what it holds, and tshark ends with an error all the same.
    if ! count=$(run_tshark -r "$staged" -Y ikelog -T fields -e ikelog.sa 2>"$stage/errors"); then
        sed "s#$stage/capture/##g" "$stage/errors" >&2
        [ -n "$count" ] || die "'$capture' could not be read as a capture"
        warn "'$capture' is damaged: what follows is about the part before the damage"
    fi
    [ -n "$count" ] || die "'$capture' holds no IKEv1 message on UDP port 500 or 4500"
}
