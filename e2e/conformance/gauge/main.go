// Command gauge runs upstream's conformance suite through ginkgo and says how it went: a line a test as it ends, a table
// by SIG, and a last line `N passed, N failed`. It exits 0 when all passed.
package main

import (
	"bufio"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

func main() {
	bin := flag.String("bin", "", "directory of e2e.test and ginkgo")
	tests := flag.String("tests", "", "file with the names of the conformance tests")
	report := flag.String("report", "", "directory for the report")
	focus := flag.String("focus", "", "only tests whose name matches this regular expression")
	skip := flag.String("skip", "", "no tests whose name matches this regular expression")
	procs := flag.Int("procs", 1, "how many tests run at a time")
	kubeconfig := flag.String("kubeconfig", defaultKubeconfig(), "the cluster to test")
	timeout := flag.String("timeout", "6h", "the longest the whole run may take")
	flag.Parse()
	failed, err := run(*bin, *tests, *report, *focus, *skip, *kubeconfig, *timeout, *procs)
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(2)
	}
	if failed > 0 {
		os.Exit(1)
	}
}

func defaultKubeconfig() string {
	if path := os.Getenv("KUBECONFIG"); path != "" {
		return strings.Split(path, ":")[0]
	}
	home, _ := os.UserHomeDir()
	return filepath.Join(home, ".kube", "config")
}

func run(bin, tests, report, focus, skip, kubeconfig, timeout string, procs int) (int, error) {
	if _, err := os.Stat(kubeconfig); err != nil {
		return 0, fmt.Errorf("no cluster: %v (navarch up makes one)", err)
	}
	total, err := countMatching(tests, focus, skip)
	if err != nil {
		return 0, err
	}
	if total == 0 {
		return 0, fmt.Errorf("no conformance test matches --focus %q", focus)
	}
	report, err = filepath.Abs(report)
	if err != nil {
		return 0, err
	}
	if err := os.MkdirAll(report, 0o755); err != nil {
		return 0, err
	}
	log, err := os.Create(filepath.Join(report, "ginkgo.log"))
	if err != nil {
		return 0, err
	}
	defer log.Close()
	junit := filepath.Join(report, "junit.xml")
	_ = os.Remove(junit)

	args := []string{"--no-color", "-v", "--timeout", timeout, "--poll-progress-after=0", "--output-dir", report,
		"--junit-report", "junit.xml", "--label-filter", "Conformance", "--procs", strconv.Itoa(procs)}
	if focus != "" {
		args = append(args, "--focus", focus)
	}
	if skip != "" {
		args = append(args, "--skip", skip)
	}
	args = append(args, filepath.Join(bin, "e2e.test"), "--", "--kubeconfig", kubeconfig, "--provider", "local",
		"--allowed-not-ready-nodes", "0", "--disable-log-dump", "--num-nodes", "1")
	command := exec.Command(filepath.Join(bin, "ginkgo"), args...)
	command.Env = append(os.Environ(), "KUBECONFIG="+kubeconfig)
	output, err := command.StdoutPipe()
	if err != nil {
		return 0, err
	}
	command.Stderr = log
	if err := command.Start(); err != nil {
		return 0, err
	}
	showProgress(io.TeeReader(output, log), total)
	exit := command.Wait()
	suite, err := readReport(junit)
	if err != nil {
		return 0, fmt.Errorf("the suite gave no report (%v; see %s)", exit, log.Name())
	}
	return summarize(suite, report), nil
}

func countMatching(path, focus, skip string) (int, error) {
	in, err := regexp.Compile(focus)
	if err != nil {
		return 0, fmt.Errorf("--focus: %v", err)
	}
	out, err := regexp.Compile(skip)
	if err != nil {
		return 0, fmt.Errorf("--skip: %v", err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, name := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if in.MatchString(name) && (skip == "" || !out.MatchString(name)) {
			n++
		}
	}
	return n, nil
}

var (
	ended = regexp.MustCompile(`^• (\[[A-Z]+\] )?\[([0-9.]+) seconds\]`)
	named = regexp.MustCompile(`\[sig-[a-z-]+\].*\[Conformance\]`)
)

// showProgress prints a line for each test that ends, read from ginkgo's verbose output.
func showProgress(output io.Reader, total int) {
	lines := bufio.NewReader(output)
	done, pending := 0, ""
	for {
		line, err := lines.ReadString('\n')
		if m := ended.FindStringSubmatch(line); m != nil {
			verdict := "ok  "
			if m[1] != "" {
				verdict = "FAIL"
			}
			pending = fmt.Sprintf("%s %6ss", verdict, m[2])
		} else if pending != "" && named.MatchString(line) {
			done++
			fmt.Printf("[%3d/%d] %s %s\n", done, total, pending, strings.TrimSpace(named.FindString(line)))
			pending = ""
		}
		if err != nil {
			return
		}
	}
}

type testSuites struct {
	Suites []struct {
		Cases []testCase `xml:"testcase"`
	} `xml:"testsuite"`
}

type testCase struct {
	Name   string `xml:"name,attr"`
	Status string `xml:"status,attr"`
}

func readReport(path string) (testSuites, error) {
	var suites testSuites
	text, err := os.ReadFile(path)
	if err == nil {
		err = xml.Unmarshal(text, &suites)
	}
	return suites, err
}

// summarize prints the failures, the table by SIG and the closing line; it returns how many failed.
func summarize(suites testSuites, report string) int {
	type count struct{ passed, failed int }
	bySig := map[string]*count{}
	var all count
	var failures []string
	sig := regexp.MustCompile(`\[(sig-[a-z-]+)\]`)
	for _, suite := range suites.Suites {
		for _, c := range suite.Cases {
			m := sig.FindStringSubmatch(c.Name)
			// Steps before and after the suite are reported beside its tests.
			if m == nil || !strings.HasPrefix(c.Name, "[It]") || c.Status == "skipped" || c.Status == "pending" {
				continue
			}
			if bySig[m[1]] == nil {
				bySig[m[1]] = &count{}
			}
			if c.Status == "passed" {
				bySig[m[1]].passed++
				all.passed++
			} else {
				bySig[m[1]].failed++
				all.failed++
				failures = append(failures, strings.TrimPrefix(c.Name, "[It] "))
			}
		}
	}
	sort.Strings(failures)
	if len(failures) > 0 {
		fmt.Println("\nfailed:")
		for _, name := range failures {
			fmt.Println("  " + name)
		}
	}
	var sigs []string
	for name := range bySig {
		sigs = append(sigs, name)
	}
	sort.Strings(sigs)
	fmt.Printf("\n%-24s %6s %6s\n", "SIG", "passed", "failed")
	for _, name := range sigs {
		fmt.Printf("%-24s %6d %6d\n", name, bySig[name].passed, bySig[name].failed)
	}
	fmt.Printf("\nreport: %s\n%d passed, %d failed\n", report, all.passed, all.failed)
	return all.failed
}
