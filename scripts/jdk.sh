# Sourced: sets JAVA_HOME to a JDK 25 or newer, or ends with a message that says what to install.
# Looks at JAVA_HOME, the java and javac on PATH, and the places where packages put JDKs.

navarch_jdk_feature() { # DIR: prints the feature version of the JDK there, or nothing
  [ -x "$1/bin/javac" ] || return 0
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
  fi
}

navarch_find_jdk() {
  local dir feature best='' best_feature=0
  for dir in "${JAVA_HOME:-}" \
    "$(command -v javac >/dev/null 2>&1 && dirname "$(dirname "$(readlink -f "$(command -v javac)")")")" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -n "$dir" ] && [ -d "$dir" ] || continue
    feature=$(navarch_jdk_feature "$dir")
    [ -n "$feature" ] && [ "$feature" -ge 25 ] || continue
    if [ "$dir" = "${JAVA_HOME:-}" ]; then printf '%s\n' "$dir"; return 0; fi
    if [ "$feature" -gt "$best_feature" ]; then best=$dir best_feature=$feature; fi
  done
  [ -n "$best" ] && printf '%s\n' "$best"
}

if ! JAVA_HOME=$(navarch_find_jdk); then
  echo "navarch: no JDK 25 or newer was found. Install one (for example the package temurin-25-jdk or openjdk-25-jdk-headless) or point JAVA_HOME at it." >&2
  exit 1
fi
export JAVA_HOME
