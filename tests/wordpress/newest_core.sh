#!/bin/sh
# Unpack Debian's newest `wordpress` package into a folder, beside the installed one: newest_core.sh FOLDER
# Nothing is installed; the lists of packages stay in a folder of their own.
set -eu
mkdir -p "$1"
folder=$(cd "$1" && pwd)
apt=$(mktemp -d)
trap 'rm -rf "$apt"' EXIT
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
echo 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian sid main' >"$apt/sources.list"
cat >"$apt/apt.conf" <<EOF
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$apt/lists";
Dir::Cache "$apt/cache";
APT::Sandbox::User "$(id -un)";
EOF
export APT_CONFIG="$apt/apt.conf"
apt-get -q update
cd "$apt"
apt-get -q download wordpress
rm -rf "$folder/usr"
dpkg-deb -x wordpress_*.deb "$folder"
dpkg-deb -f wordpress_*.deb Package Version
