#!/usr/bin/env bash
# Builds the suite and the programs of its images into ${NAVARCH_CACHE:-~/.cache/navarch}/conformance/<version>/bin; what is there is kept.
#   build.sh [TARGET…]    of: e2e.test ginkgo kubectl agnhost consumer consume-cpu nnp sample-apiserver etcd gauge (default: these), kube-apiserver
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=$(sed -n 's/^require k8s.io\/kubernetes v//p' "$here/go.mod")
cache=${NAVARCH_CACHE:-$HOME/.cache/navarch}/conformance/$version
command -v go >/dev/null 2>&1 || { echo "conformance: Go is needed to build the suite (package golang-go, $(grep -m1 '^go ' "$here/go.mod") or newer)" >&2; exit 1; }
mkdir -p "$cache/bin" "$cache/src"
cp "$here/go.mod" "$cache/src/go.mod.new"
if ! cmp -s "$cache/src/go.mod.new" "$cache/src/go.mod.origin"; then
  cp "$cache/src/go.mod.new" "$cache/src/go.mod.origin"
  cp "$cache/src/go.mod.new" "$cache/src/go.mod"
fi
rm -f "$cache/src/go.mod.new"
cd "$cache/src"

stamp="-X k8s.io/component-base/version.gitVersion=v$version -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=$(cut -d. -f2 <<<"$version") -X k8s.io/client-go/pkg/version.gitVersion=v$version"
images=k8s.io/kubernetes/test/images
for target in "${@:-e2e.test ginkgo kubectl agnhost consumer consume-cpu nnp sample-apiserver etcd gauge}"; do
  for name in $target; do
    [ "$name" = gauge ] || [ ! -x "$cache/bin/$name" ] || continue
    [ "$name" = gauge ] || echo "conformance: building $name" >&2
    case $name in
      e2e.test) go test -mod=mod -ldflags "$stamp" -c -o "$cache/bin/e2e.test" k8s.io/kubernetes/test/e2e ;;
      ginkgo) go build -mod=mod -o "$cache/bin/ginkgo" github.com/onsi/ginkgo/v2/ginkgo ;;
      kubectl) go build -mod=mod -ldflags "$stamp" -o "$cache/bin/kubectl" k8s.io/kubernetes/cmd/kubectl ;;
      kube-apiserver) go build -mod=mod -ldflags "$stamp" -o "$cache/bin/kube-apiserver" k8s.io/kubernetes/cmd/kube-apiserver ;;
      agnhost) CGO_ENABLED=0 go build -mod=mod -o "$cache/bin/agnhost" $images/agnhost ;;
      consumer) CGO_ENABLED=0 go build -mod=mod -o "$cache/bin/consumer" $images/resource-consumer ;;
      consume-cpu) CGO_ENABLED=0 go build -mod=mod -o "$cache/bin/consume-cpu" $images/resource-consumer/consume-cpu ;;
      nnp) "${CC:-cc}" -static -O2 -o "$cache/bin/nnp" "$here/nnp.c" ;;
      sample-apiserver)
        mkdir -p "$cache/sample-apiserver"
        (cd "$cache/sample-apiserver"
          [ -f go.mod ] || printf 'module sample\n\ngo 1.22\n\nrequire k8s.io/sample-apiserver v0.29.2\n' >go.mod
          CGO_ENABLED=0 go build -mod=mod -o "$cache/bin/sample-apiserver" k8s.io/sample-apiserver) ;;
      etcd)
        mkdir -p "$cache/etcd"
        (cd "$cache/etcd"
          [ -f go.mod ] || printf 'module etcd\n\ngo 1.24\n\nrequire go.etcd.io/etcd/server/v3 v3.6.8\n' >go.mod
          printf 'package main\n\nimport (\n\t"os"\n\n\t"go.etcd.io/etcd/server/v3/etcdmain"\n)\n\nfunc main() { etcdmain.Main(os.Args) }\n' >main.go
          CGO_ENABLED=0 go build -mod=mod -o "$cache/bin/etcd" .) ;;
      gauge) (cd "$here/gauge" && go build -o "$cache/bin/gauge" .) ;;
      *) echo "conformance: unknown target $name" >&2; exit 2 ;;
    esac
  done
done
echo "$cache"
