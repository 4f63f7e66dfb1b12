#!/usr/bin/env bash
# Whole-process figures of the packaged build, several runs each; a table on standard output and in benchmarks/results/.
#   run.sh [CASE…]     of: start idle pod density load (default: start idle pod density)
# start    exec of `up --api-only` to /readyz, in turn with upstream's kube-apiserver and etcd
# idle     resident memory and CPU of a whole cluster that has nothing to do
# pod      kubectl create to Ready with the image present, against `docker run` of the same image
# density  100 pods on the simulated runtime, 30 real ones on Docker: all Ready and none restarted after a minute
# load     kbench's cases against upstream; KBENCH names the kbench binary, KBENCH_CASES the cases
# RUNS=5, PORT=24100 and the ports after it, IMAGE=busybox:1. Upstream: see upstream.sh beside this file.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
RUNS=${RUNS:-5} PORT=${PORT:-24100} IMAGE=${IMAGE:-busybox:1}
NAVARCH_HOME=$(dirname "$here")
navarch=$NAVARCH_HOME/navarch
work=$(mktemp -d)
export KUBECONFIG=$work/kubeconfig NAVARCH_DATA_HOME=$work/clusters
. "$here/figures.sh"

cleanup() {
  local name
  for name in $("$navarch" list 2>/dev/null | awk 'NR > 1 {print $1}'); do "$navarch" delete --name "$name" >/dev/null 2>&1 || true; done
  "$here/upstream.sh" stop "$work/upstream" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT

pid_of() { "$navarch" status --name "$1" | sed -n 's/^process: *\([0-9]*\).*/\1/p'; }
runtime() { if docker info >/dev/null 2>&1; then echo docker; else echo simulated; fi; }

case_start() {
  local run t0 server_cpu launcher p
  "$here/upstream.sh" prepare "$work/upstream"
  for run in $(seq "$RUNS"); do
    t0=$(milliseconds)
    { TIMEFORMAT='%U %S'; time "$navarch" up --name "start$run" --api-only --port "$PORT" >/dev/null; } 2>"$work/launcher"
    until curl -skf "https://127.0.0.1:$PORT/readyz" >/dev/null; do sleep 0.02; done
    figure start "navarch: start to ready" ms "$(($(milliseconds) - t0))"
    p=$(pid_of "start$run")
    launcher=$(tail -1 "$work/launcher" | awk '{print $1 + $2}')
    figure start "navarch: CPU to ready" s "$(awk -v a="$(cpu_of "$p")" -v b="$launcher" 'BEGIN {print a + b}')"
    figure start "navarch: resident at ready" MB "$(rss_of "$p")"
    "$navarch" delete --name "start$run" >/dev/null
    rm -rf "$work/upstream/etcd"
    t0=$(milliseconds)
    "$here/upstream.sh" start "$work/upstream" $((PORT + 10))
    figure start "upstream: start to ready" ms "$(($(milliseconds) - t0))"
    server_cpu=0
    for p in $(cat "$work/upstream/pids"); do server_cpu=$(awk -v a="$server_cpu" -v b="$(cpu_of "$p")" 'BEGIN {print a + b}'); done
    figure start "upstream: CPU to ready" s "$server_cpu"
    figure start "upstream: resident at ready" MB "$(rss_of $(cat "$work/upstream/pids"))"
    "$here/upstream.sh" stop "$work/upstream"
  done
  ratio start "start to ready" ms navarch upstream
  ratio start "CPU to ready" s navarch upstream
}

case_idle() {
  local p a b run
  "$navarch" up --name idle --port "$PORT" --runtime "$(runtime)" >/dev/null
  p=$(pid_of idle)
  sleep 20
  for run in $(seq "$RUNS"); do
    a=$(cpu_of "$p")
    sleep 20
    b=$(cpu_of "$p")
    figure idle "all-in-one on $(runtime): % of a core" % "$(awk -v a="$a" -v b="$b" 'BEGIN {print (b - a) * 5}')"
    figure idle "all-in-one on $(runtime): resident" MB "$(rss_of "$p")"
  done
  "$navarch" delete --name idle >/dev/null
}

pod_yaml() { # NAME
  printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: %s, labels: {app: bench}}\nspec:\n  terminationGracePeriodSeconds: 0\n  containers:\n  - {name: main, image: "%s", imagePullPolicy: IfNotPresent, command: [sleep, "3600"]}\n' "$1" "$IMAGE"
}

case_pod() {
  [ "$(runtime)" = docker ] || { echo "pod: no Docker answers" >&2; return 0; }
  local run t0 id
  "$navarch" up --name pod --port "$PORT" --runtime docker >/dev/null
  until kubectl get serviceaccount default >/dev/null 2>&1; do sleep 0.2; done
  for run in $(seq 0 "$RUNS"); do
    t0=$(milliseconds)
    pod_yaml "bench-$run" | kubectl create -f - >/dev/null
    kubectl wait --for=condition=Ready "pod/bench-$run" --timeout=120s >/dev/null
    [ "$run" = 0 ] || figure pod "navarch: kubectl create to Ready" ms "$(($(milliseconds) - t0))"
    t0=$(milliseconds)
    id=$(docker run -d --rm "$IMAGE" sleep 3600)
    [ "$run" = 0 ] || figure pod "docker: run" ms "$(($(milliseconds) - t0))"
    docker rm -f "$id" >/dev/null
    t0=$(milliseconds)
    kubectl get pod "bench-$run" >/dev/null
    [ "$run" = 0 ] || figure pod "kubectl: get of one pod" ms "$(($(milliseconds) - t0))"
    kubectl delete pod "bench-$run" --wait=false >/dev/null
  done
  difference pod "pod start above docker run" ms "navarch: kubectl create to Ready" "docker: run"
  "$navarch" delete --name pod >/dev/null
}

crowd() { # RUNTIME PODS
  local t0 restarts ready p
  "$navarch" up --name crowd --port "$PORT" --runtime "$1" >/dev/null
  t0=$(milliseconds)
  kubectl create deployment crowd --image="$IMAGE" --replicas="$2" -- sleep 3600 >/dev/null
  kubectl rollout status deployment/crowd --timeout=600s >/dev/null
  figure density "$2 pods on $1: all Ready" ms "$(($(milliseconds) - t0))"
  sleep 60
  ready=$(kubectl get deployment crowd -o jsonpath='{.status.readyReplicas}')
  restarts=$(kubectl get pods -l app=crowd -o jsonpath='{range .items[*]}{.status.containerStatuses[0].restartCount}{"\n"}{end}' | awk '{s += $1} END {print s + 0}')
  figure density "$2 pods on $1: Ready a minute later" pods "$ready"
  figure density "$2 pods on $1: restarts" times "$restarts"
  p=$(pid_of crowd)
  figure density "$2 pods on $1: resident" MB "$(rss_of "$p")"
  t0=$(cpu_of "$p")
  sleep 20
  figure density "$2 pods on $1: % of a core" % "$(awk -v a="$t0" -v b="$(cpu_of "$p")" 'BEGIN {print (b - a) * 5}')"
  "$navarch" delete --name crowd >/dev/null
}

case_density() {
  crowd simulated 100
  [ "$(runtime)" != docker ] || crowd docker 30
}

case_load() {
  [ -x "${KBENCH:-}" ] || { echo "load: KBENCH must name the kbench binary" >&2; return 1; }
  "$navarch" up --name load --port "$PORT" --api-only >/dev/null
  "$here/upstream.sh" prepare "$work/upstream"
  "$here/upstream.sh" start "$work/upstream" $((PORT + 10))
  "$KBENCH" --target "upstream=$work/upstream/kubeconfig,pid=$(tr ' ' + <"$work/upstream/pids")" \
    --target "navarch=$KUBECONFIG,pid=$(pid_of load)" --case "${KBENCH_CASES:-all}" --rounds "${RUNS}" ${KBENCH_FLAGS:-} |
    tee "$here/results/load.txt"
}

for each in "${@:-start idle pod density}"; do
  for name in $each; do
    forget "$name"
    "case_$name"
    [ "$name" = load ] || table "$name" | tee "$here/results/$name.txt"
  done
done
