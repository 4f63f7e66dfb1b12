#!/usr/bin/env bash
# Installs and starts what Navarch uses of the operating system, when root on a Debian-like system; else says what is missing.
#   system-packages.sh runtime    Docker (installed, started) and nftables: what `navarch up` wants
#   system-packages.sh test       the same, and etcd, kubectl's absence reported: what the tests want
# Ends with 0 when all is there, 1 with one line a missing thing otherwise. --check changes nothing.
set -u
what=${1:-runtime} check=no
[ "${2:-}" = --check ] && check=yes

missing=()
need() { # COMMAND PACKAGE: COMMAND must be on PATH, PACKAGE brings it
  PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null 2>&1 || missing+=("$2")
}
need docker docker.io
need dockerd docker.io
need nft nftables
need ip iproute2
need conntrack conntrack
if [ "$what" = test ]; then
  need etcd etcd-server
  need etcdctl etcd-client
  need curl curl
  need openssl openssl
  command -v kubectl >/dev/null 2>&1 ||
    echo "navarch: kubectl is not on the PATH; install it (https://kubernetes.io/docs/tasks/tools): the end-to-end tests need it" >&2
  [ -x /bin/busybox ] || [ -x /usr/bin/busybox ] || missing+=(busybox-static)
fi
if [ ${#missing[@]} -gt 0 ]; then
  packages=$(printf '%s\n' "${missing[@]}" | sort -u | tr '\n' ' ')
  if [ "$check" = no ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "navarch: installing Debian packages: $packages" >&2
    log=$(mktemp)
    if ! { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages ||
      { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages; }; } >"$log" 2>&1; then
      echo "navarch: could not install $packages: $(grep -m1 '^E:' "$log")" >&2
      rm -f "$log"
      exit 1
    fi
    rm -f "$log"
  else
    echo "navarch: missing: $packages(install them as root: apt-get install $packages)" >&2
    exit 1
  fi
fi

docker_answers() { timeout 5 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }
docker_answers && exit 0
if [ -n "${DOCKER_HOST:-}" ]; then
  echo "navarch: no Docker daemon answers at $DOCKER_HOST, which DOCKER_HOST names" >&2
  exit 1
fi
if [ "$check" = yes ] || [ "$(id -u)" != 0 ]; then
  echo "navarch: no Docker daemon answers (start it as root: systemctl start docker, or dockerd)" >&2
  exit 1
fi
echo "navarch: starting the Docker daemon" >&2
if [ -d /run/systemd/system ] && timeout 30 systemctl start docker >/dev/null 2>&1; then
  :
else
  mkdir -p /var/log
  if [ -f /var/run/docker.pid ] && ! kill -0 "$(cat /var/run/docker.pid)" 2>/dev/null; then rm -f /var/run/docker.pid; fi
  setsid nohup dockerd </dev/null >>/var/log/navarch-dockerd.log 2>&1 &
fi
for _ in $(seq 1 60); do
  docker_answers && exit 0
  sleep 0.5
done
echo "navarch: the Docker daemon did not come up within 30 s (see /var/log/navarch-dockerd.log)" >&2
exit 1
