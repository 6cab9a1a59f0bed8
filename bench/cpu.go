package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// clockTick is the unit of CPU times in /proc; 100 a second on every Linux.
const clockTick = 10 * time.Millisecond

// meter measures time and the CPU time of every process that has a part in a
// contest. CPU time, unlike a rate, does not depend on who else is busy.
type meter struct {
	g     *ground
	began time.Time
	cpu   map[string]time.Duration
}

func (g *ground) meter() *meter {
	before := g.cpu()
	before["self"] = self() // once more: reading /proc has its price
	return &meter{g: g, began: time.Now(), cpu: before}
}

// rate ends the measurement: items per second, and CPU microseconds per item.
func (m *meter) rate(n int) sample {
	took := time.Since(m.began)
	s := sample{Value: float64(n) / took.Seconds(), More: map[string]float64{}}
	total := 0.0
	for name, now := range m.g.cpu() {
		each := float64((now - m.cpu[name]).Microseconds()) / float64(n)
		total += each
		s.More["cpu µs "+name] = each
	}
	s.More["cpu µs"] = total
	return s
}

// cpu is the CPU time so far of this process and of the servers.
func (g *ground) cpu() map[string]time.Duration {
	used := map[string]time.Duration{"self": self()}
	for name, c := range map[string]*child{"redis": g.redis.child, "postgres": g.postgres.child, "sink": g.sinks.child} {
		if c != nil {
			used[name] = cpuOf(c.pid)
		}
	}
	return used
}

// self is the CPU time so far of this process.
func self() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage) // it has no way to fail
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// cpuOf is the CPU time of a process and its children, those that ended too;
// zero where there is no /proc.
func cpuOf(pid int) time.Duration {
	total := time.Duration(0)
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		fields, err := statFields(path)
		if err != nil {
			continue
		}
		own := filepath.Base(filepath.Dir(path)) == strconv.Itoa(pid)
		if own || fields[1] == strconv.Itoa(pid) {
			total += ticks(fields[11]) + ticks(fields[12])
		}
		if own {
			total += ticks(fields[13]) + ticks(fields[14])
		}
	}
	return total
}

// statFields are the fields of a stat file from the state on: 1 is the parent,
// 11 to 14 are the CPU times (proc(5), utime to cstime).
func statFields(path string) ([]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	after := string(text[strings.LastIndexByte(string(text), ')')+1:])
	fields := strings.Fields(after)
	if len(fields) < 15 {
		return nil, os.ErrInvalid
	}
	return fields, nil
}

func ticks(text string) time.Duration {
	n, _ := strconv.ParseInt(text, 10, 64)
	return time.Duration(n) * clockTick
}
