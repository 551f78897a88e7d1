# SPDX-License-Identifier: GPL-2.0-or-later
# Installs Debian packages, and unpacks Wireshark's source package. Sourced behind lib.sh, not run.
# Where packages come from is what apt of this machine is set to.

# packages_install PACKAGE…: installs what is missing of them.
packages_install() {
    local package missing=() log apt
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
            missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null ||
        die "not a Debian system; please install the likes of: ${missing[*]}"
    say "Installing packages: ${missing[*]}"
    log=$(mktemp)
    apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
    quietly "$log" as_root "${apt[@]}" update || warn "the package lists could not be renewed"
    visibly "$log" as_root "${apt[@]}" install --no-install-recommends "${missing[@]}" ||
        die "installing packages failed (see above)"
    rm -f "$log"
}

# source_lists FOLDER: apt's own sources, of either format, turned into sources of source packages there.
source_lists() {
    local list="" parts="" file
    eval "$(apt-config shell list Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/d)"
    rm -rf "$1/parts"
    mkdir -p "$1/lists/partial" "$1/parts"
    for file in "$list" "${parts%/}"/*.list; do
        [ ! -f "$file" ] || sed -nE 's/^\s*deb(-src)?\s/deb-src /p' "$file"
    done | sort -u >"$1/sources.list"
    for file in "${parts%/}"/*.sources; do
        [ ! -f "$file" ] || sed -E 's/^types:.*/Types: deb-src/I' "$file" >"$1/parts/${file##*/}"
    done
}

# wireshark_source FOLDER [PATH…]: sets $source to a folder below FOLDER with these files (or all) of the
# source that the installed Wireshark was built from.
wireshark_source() {
    local version archive apt part patterns=()
    packages_install dpkg-dev bzip2 xz-utils
    version=$(dpkg-query -W -f='${source:Version}' libwireshark-dev)
    source=$1/wireshark-$version
    shift
    [ ! -d "$source" ] || return 0
    part=$source.part
    source_lists "$part/apt"
    apt=(apt-get -q -o "Dir::Etc::sourcelist=$part/apt/sources.list"
        -o "Dir::Etc::sourceparts=$part/apt/parts" -o "Dir::State::lists=$part/apt/lists")
    (cd "$part/apt" && quietly "$part/log" "${apt[@]}" update &&
        quietly "$part/log" "${apt[@]}" source --download-only "wireshark=$version") ||
        die "the source package of Wireshark $version cannot be had (see above)"
    archive=$(echo "$part"/apt/wireshark_*.orig.tar.*)
    [ $# -eq 0 ] || patterns=(--wildcards "${@/#/*/}")
    mkdir "$part/tree"
    tar -xf "$archive" -C "$part/tree" --strip-components=1 "${patterns[@]}" ||
        die "the source package of Wireshark $version cannot be unpacked"
    mv "$part/tree" "$source"
    rm -rf "$part"
}
