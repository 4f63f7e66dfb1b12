# Sourced: how Navarch's JVM is started, for the launcher, the AOT cache and the benchmarks alike.
# Sets NAVARCH_CLASSPATH and NAVARCH_JVM_FLAGS; NAVARCH_HOME must be set.
NAVARCH_DIST=$NAVARCH_HOME/cli/target/dist
NAVARCH_CLASSPATH=$(printf '%s:' "$NAVARCH_DIST"/lib/*.jar)
NAVARCH_CLASSPATH=${NAVARCH_CLASSPATH%:}
NAVARCH_JVM_FLAGS=(-XX:+UseSerialGC -Xms64m -XX:+UseCompactObjectHeaders -XX:Tier4InvocationThreshold=30000 -XX:Tier4MinInvocationThreshold=5000 -XX:Tier4CompileThreshold=50000
  -XX:Tier4BackEdgeThreshold=200000 -Xss512k -XX:-UsePerfData
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djava.awt.headless=true)
if [ -f "$NAVARCH_DIST/navarch.aot" ] && [ -z "${NAVARCH_NO_AOT:-}" ]; then
  NAVARCH_JVM_FLAGS+=(-XX:AOTCache="$NAVARCH_DIST/navarch.aot" -Xlog:aot=off -Xlog:cds=off)
fi
# The background process starts with the same flags, so that the cache fits.
export NAVARCH_SERVE_FLAGS="${NAVARCH_JVM_FLAGS[*]} ${NAVARCH_SERVE_OPTS:-}"
