#!/usr/bin/env bash
# Upstream's kube-apiserver and etcd to measure against, on loopback.
#   upstream.sh prepare DIR      keys and certificates
#   upstream.sh start DIR PORT   etcd on PORT+1, kube-apiserver on PORT; returns when it is ready; DIR/kubeconfig, DIR/pids
#   upstream.sh stop DIR
# KUBE_APISERVER and ETCD name the binaries; without them kube-apiserver is built from its Go module (minutes, once) and
# etcd is the one on PATH.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

binaries() {
  local cache
  if [ -z "${KUBE_APISERVER:-}" ]; then
    cache=$("$here/../e2e/conformance/build.sh" kube-apiserver)
    KUBE_APISERVER=$cache/bin/kube-apiserver
  fi
  ETCD=${ETCD:-$(command -v etcd || true)}
  [ -x "$ETCD" ] || { echo "upstream.sh: etcd is needed (package etcd-server)" >&2; exit 1; }
}

prepare() {
  mkdir -p "$1"
  cd "$1"
  [ ! -f ca.crt ] || return 0
  {
    openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 3650 -subj /CN=ca
    openssl req -newkey rsa:2048 -nodes -keyout admin.key -out admin.csr -subj /O=system:masters/CN=admin
    openssl x509 -req -in admin.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out admin.crt -days 3650
    openssl genrsa -out sa.key 2048
  } 2>/dev/null
}

start() {
  local dir=$1 port=$2 etcd api
  binaries
  prepare "$dir"
  dir=$(cd "$dir" && pwd)
  cd "$dir"
  "$ETCD" --data-dir etcd --listen-client-urls "http://127.0.0.1:$((port + 1))" --advertise-client-urls "http://127.0.0.1:$((port + 1))" \
    --listen-peer-urls "http://127.0.0.1:$((port + 2))" --initial-advertise-peer-urls "http://127.0.0.1:$((port + 2))" \
    --initial-cluster "default=http://127.0.0.1:$((port + 2))" >etcd.log 2>&1 &
  etcd=$!
  "$KUBE_APISERVER" --etcd-servers "http://127.0.0.1:$((port + 1))" --secure-port "$port" --bind-address 127.0.0.1 --cert-dir serving \
    --client-ca-file ca.crt --service-account-issuer https://kubernetes.default.svc --service-account-key-file sa.key \
    --service-account-signing-key-file sa.key --service-cluster-ip-range 10.96.0.0/16 --authorization-mode Node,RBAC \
    --enable-admission-plugins NodeRestriction --allow-privileged >apiserver.log 2>&1 &
  api=$!
  echo "$api $etcd" >pids
  sed "s#@DIR@#$dir#; s#@PORT@#$port#" >kubeconfig <<'K'
apiVersion: v1
kind: Config
current-context: upstream
clusters: [{name: upstream, cluster: {server: "https://127.0.0.1:@PORT@", insecure-skip-tls-verify: true}}]
users: [{name: upstream, user: {client-certificate: admin.crt, client-key: admin.key}}]
contexts: [{name: upstream, context: {cluster: upstream, user: upstream}}]
K
  for _ in $(seq 3000); do
    if curl -skf "https://127.0.0.1:$port/readyz" >/dev/null; then return 0; fi
    kill -0 $api 2>/dev/null || break
    sleep 0.02
  done
  echo "upstream.sh: not ready" >&2
  tail -3 apiserver.log etcd.log >&2
  kill $api $etcd 2>/dev/null || true
  exit 1
}

stop() {
  local api etcd
  [ -f "$1/pids" ] || return 0
  read -r api etcd <"$1/pids"
  kill "$api" 2>/dev/null || true
  for _ in $(seq 100); do kill -0 "$api" 2>/dev/null || break; sleep 0.1; done
  kill -9 "$api" 2>/dev/null || true
  kill "$etcd" 2>/dev/null || true
  for _ in $(seq 50); do kill -0 "$etcd" 2>/dev/null || break; sleep 0.1; done
  rm -f "$1/pids"
}

case ${1:-} in
  prepare | start | stop) "$@" ;;
  *) sed -n '2,7p' "$0" | cut -c3-; exit 2 ;;
esac
