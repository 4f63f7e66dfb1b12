#!/usr/bin/env bash
# Builds the distribution cli/target/dist (lib/*.jar and the AOT cache); --if-needed does so only when a source is newer.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/jdk.sh
stamp=cli/target/dist/.built
if [ "${1:-}" = --if-needed ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$JAVA_HOME" ] &&
  [ -z "$(find pom.xml api-types apiserver crds controllers kubelet proxy cli -newer "$stamp" \( -name '*.java' -o -name pom.xml -o -path '*/src/main/resources/*' \) -not -path '*/target/*' -print -quit)" ]; then
  # Whoever packages without this script copies the jars anew, and the JVM then refuses the cache without a word.
  if [ -n "$(find cli/target/dist/lib -name '*.jar' -newer cli/target/dist/navarch.aot -print -quit 2>/dev/null)" ]; then
    scripts/aot-cache.sh >&2 || echo "navarch: no AOT cache was made; starts are slower" >&2
  fi
  exit 0
fi
command -v mvn >/dev/null 2>&1 || { echo "navarch: Maven (mvn) is needed to build; install the package maven" >&2; exit 1; }
log=$(mktemp)
if ! mvn -q -DskipTests -pl cli -am package >"$log" 2>&1; then
  grep -E '^\[(ERROR|WARNING)\]' "$log" | head -30 >&2
  echo "navarch: the build failed; the whole of Maven's output: $log" >&2
  exit 1
fi
rm -f "$log"
scripts/aot-cache.sh >&2 || echo "navarch: no AOT cache was made; starts are slower" >&2
printf '%s\n' "$JAVA_HOME" >"$stamp"
