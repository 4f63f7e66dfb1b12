# Sourced: takes figures of processes, keeps them by case and name, prints each one's median, lowest and highest.
# $work must be set.

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

cpu_of() { # PID: user and system seconds until now
  sed 's/.*) //' "/proc/$1/stat" | awk -v hz="$(getconf CLK_TCK)" '{print ($12 + $13) / hz}'
}

rss_of() { # PID…: MB together
  local p
  for p in "$@"; do sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$p/status"; done | awk '{s += $1} END {printf "%.0f\n", s / 1024}'
}

forget() { rm -f "$work/figures.$1"; }
figure() { printf '%s\t%s\t%s\n' "$2" "$3" "$4" >>"$work/figures.$1"; } # CASE NAME UNIT VALUE

values() { awk -F'\t' -v n="$2" '$1 == n {print $3}' "$work/figures.$1" | sort -n; } # CASE NAME
median() { values "$1" "$2" | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }

ratio() { # CASE NAME UNIT A B: A's median over B's
  figure "$1" "ratio $4/$5: $2" x "$(awk -v a="$(median "$1" "$4: $2")" -v b="$(median "$1" "$5: $2")" 'BEGIN {printf "%.2f", a / b}')"
}

difference() { # CASE NAME UNIT A B
  figure "$1" "$2" "$3" "$(awk -v a="$(median "$1" "$4")" -v b="$(median "$1" "$5")" 'BEGIN {print a - b}')"
}

table() { # CASE
  local name
  printf '%s: %s, %s processors, load %s before the end, Navarch %s, %s\n' "$1" "$(date -u +%F)" "$(nproc)" "$(cut -d' ' -f1 /proc/loadavg)" \
    "$(git -C "$NAVARCH_HOME" rev-parse --short HEAD 2>/dev/null || echo '?')" "$(. "$NAVARCH_HOME/scripts/jdk.sh" && sed -n "s/^IMPLEMENTOR_VERSION=//p; s/^JAVA_VERSION=/JDK /p" "$JAVA_HOME/release" | tail -1 | tr -d \")"
  printf '%-52s %10s %10s %10s  %-5s %s\n' FIGURE MEDIAN MIN MAX UNIT RUNS
  cut -f1,2 "$work/figures.$1" | awk '!seen[$0]++' | while IFS=$'\t' read -r name unit; do
    values "$1" "$name" | awk -v n="$name" -v u="$unit" '{v[NR] = $1} END {
      m = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
      printf "%-52s %10.6g %10.6g %10.6g  %-5s %d\n", n, m, v[1], v[NR], u, NR }'
  done
}
