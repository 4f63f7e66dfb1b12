#!/usr/bin/env bash
# Makes the images of the conformance tests from Debian's packages and the programs of build.sh, under the names that the tests use.
# What Docker has already is kept; --again makes all anew.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
again=${1:-}
"$here/build.sh" agnhost consumer consume-cpu nnp sample-apiserver etcd >/dev/null
cache=$("$here/build.sh" gauge)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
registry=registry.k8s.io e2e=registry.k8s.io/e2e-test-images

has() { [ "$again" != --again ] && docker image inspect "$1" >/dev/null 2>&1; }
build() { # TAG: the Dockerfile on standard input, $work/context as its context
  echo "conformance: image $1" >&2
  cat >"$work/context/Dockerfile"
  DOCKER_BUILDKIT=0 docker build -q -t "$1" "$work/context" >/dev/null
}
context() { rm -rf "$work/context"; mkdir -p "$work/context"; for f in "$@"; do cp "$f" "$work/context/"; done; }

# A Debian system with the tools that the tests call, and BusyBox for the short commands.
base=navarch/conformance-base:1
if ! has $base; then
  command -v debootstrap >/dev/null 2>&1 || apt-get install -y -qq debootstrap >/dev/null
  echo "conformance: a minimal Debian for the images (about two minutes)" >&2
  debootstrap --variant=minbase --include=curl,bind9-dnsutils,iproute2,netcat-openbsd,bash,nginx-light,perl-base,procps,iperf,stress,ca-certificates \
    "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$work/root" >"$work/debootstrap.log" 2>&1 || { tail -5 "$work/debootstrap.log" >&2; exit 1; }
  rm -rf "$work/root/var/cache/apt" "$work/root/var/lib/apt/lists" "$work/root/usr/share/doc" "$work/root/usr/share/locale" "$work/root/usr/share/man"
  tar -C "$work/root" -c . | docker import - $base >/dev/null
fi

if ! has $e2e/busybox:1.37.0-1; then
  # BusyBox's own shell drops variables whose names are no identifiers, as Kubernetes allows them; Bash keeps them.
  mkdir -p "$work/bb/bin" "$work/bb/tmp" "$work/bb/etc" "$work/bb/root" "$work/bb/var/www" "$work/bb/usr/bin" "$work/bb/home"
  chmod 1777 "$work/bb/tmp"
  cp "$(command -v busybox)" "$work/bb/bin/busybox"
  for applet in $("$work/bb/bin/busybox" --list); do [ "$applet" = busybox ] || ln -s busybox "$work/bb/bin/$applet"; done
  ln -s ../../bin/env "$work/bb/usr/bin/env"
  rm "$work/bb/bin/sh"
  cp "$(command -v bash)" "$work/bb/bin/sh"
  for library in $(ldd "$(command -v bash)" | grep -o '/[^ ]*'); do
    mkdir -p "$work/bb$(dirname "$library")"
    cp -L "$library" "$work/bb$library"
  done
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n' >"$work/bb/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$work/bb/etc/group"
  tar -C "$work/bb" -c . | docker import -c 'CMD ["sh"]' -c 'ENV PATH=/bin:/usr/bin' - $e2e/busybox:1.37.0-1 >/dev/null
fi

for tag in 2.63.0 2.55 2.6; do
  has $e2e/agnhost:$tag && continue
  if has $e2e/agnhost:2.63.0; then docker tag $e2e/agnhost:2.63.0 $e2e/agnhost:$tag; continue; fi
  context "$cache/bin/agnhost"
  openssl req -x509 -newkey rsa:2048 -nodes -days 36500 -subj /O=navarch -addext 'subjectAltName=IP:127.0.0.1,IP:::1' \
    -keyout "$work/context/localhost.key" -out "$work/context/localhost.crt" 2>/dev/null
  build $e2e/agnhost:$tag <<D
FROM $base
COPY agnhost /agnhost
COPY localhost.crt localhost.key /
RUN mkdir -p /uploads && ln -s agnhost /agnhost-2 && ln -sf /usr/bin/iperf /usr/local/bin/iperf \
  && useradd -u 1000 user-defined-in-image && groupadd -g 50000 group-defined-in-image && usermod -a -G group-defined-in-image user-defined-in-image
EXPOSE 80 8080 8081 9376 5000
ENTRYPOINT ["/agnhost"]
CMD ["pause"]
D
done

for animal in nautilus kitten; do
  has $e2e/$animal:1.8 && continue
  context
  printf '{"image": "%s.jpg"}\n' $animal >"$work/context/data.json"
  printf 'a picture of a %s' $animal >"$work/context/$animal.jpg"
  build $e2e/$animal:1.8 <<D
FROM $e2e/agnhost:2.63.0
COPY data.json $animal.jpg /
CMD ["test-webserver"]
D
done

for tag in 1.15-4 1.27-0; do
  has $e2e/nginx:$tag && continue
  context
  build $e2e/nginx:$tag <<D
FROM $base
RUN mkdir -p /usr/share/nginx/html /var/log/nginx && cp /var/www/html/index*.html /usr/share/nginx/html/index.html \
  && sed -i 's#root /var/www/html;#root /usr/share/nginx/html;#' /etc/nginx/sites-available/default \
  && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log
EXPOSE 80
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]
D
done

if ! has $registry/pause:3.10.2; then
  context
  cp "$(command -v busybox)" "$work/context/busybox"
  # Ends at once on SIGTERM, as a pause program must.
  build $registry/pause:3.10.2 <<'D'
FROM scratch
COPY busybox /busybox
USER 65535:65535
ENTRYPOINT ["/busybox", "sh", "-c", "trap 'exit 0' TERM INT; while :; do /busybox sleep 3600 & wait; done"]
D
fi

if ! has $e2e/nonroot:1.5; then
  context
  build $e2e/nonroot:1.5 <<D
FROM $e2e/agnhost:2.63.0
USER 1234
D
fi

if ! has $e2e/nonewprivs:1.4; then
  context "$cache/bin/nnp"
  build $e2e/nonewprivs:1.4 <<D
FROM $base
COPY nnp /usr/local/bin/nnp
RUN chmod +s /usr/local/bin/nnp
CMD ["nnp"]
D
fi

has $e2e/perl:5.26 || docker tag $base $e2e/perl:5.26
has $e2e/glibc-dns-testing:2.0.0 || docker tag $base $e2e/glibc-dns-testing:2.0.0

if ! has $e2e/resource-consumer:1.14; then
  context "$cache/bin/consumer" "$cache/bin/consume-cpu"
  build $e2e/resource-consumer:1.14 <<D
FROM $base
COPY consumer consume-cpu /
EXPOSE 8080
ENTRYPOINT ["/consumer"]
D
fi

if ! has $e2e/sample-apiserver:1.29.2; then
  context "$cache/bin/sample-apiserver"
  build $e2e/sample-apiserver:1.29.2 <<'D'
FROM scratch
COPY sample-apiserver /sample-apiserver
ENTRYPOINT ["/sample-apiserver"]
D
fi

if ! has $registry/etcd:3.6.8-0; then
  context "$cache/bin/etcd"
  build $registry/etcd:3.6.8-0 <<D
FROM $e2e/busybox:1.37.0-1
COPY etcd /usr/local/bin/etcd
ENV PATH=/usr/local/bin:/bin:/usr/bin
EXPOSE 2379 2380
CMD ["etcd"]
D
fi
