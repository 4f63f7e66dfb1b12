#!/usr/bin/env bash
# Builds the images of the guestbook on this machine, from BusyBox and the scripts beside this file; no registry is asked.
set -euo pipefail
cd "$(dirname "$0")/images"
busybox=$(command -v busybox) || { echo "busybox is needed (package busybox-static)" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

image() { # NAME TAG SCRIPT…: an image with BusyBox and the scripts under /www/cgi-bin
  local name=$1 tag=$2 root=$work/$1
  shift 2
  mkdir -p "$root/bin" "$root/tmp" "$root/etc" "$root/data" "$root/www/cgi-bin"
  chmod 1777 "$root/tmp"
  cp "$busybox" "$root/bin/busybox"
  local applet script
  for applet in $("$busybox" --list); do [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"; done
  echo 'root:x:0:0:root:/:/bin/sh' >"$root/etc/passwd"
  for script in "$@"; do
    install -m 755 "$script" "$root/www/cgi-bin/$(basename "$script" .cgi)"
  done
  tar -C "$root" -c . | docker import -c 'ENV PATH=/bin' -c 'CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]' - "$tag" >/dev/null
  echo "built $tag"
}
image frontend guestbook/frontend:1 frontend/index.cgi
image backend guestbook/backend:1 backend/messages.cgi backend/store.cgi
