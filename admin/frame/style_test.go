package frame

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/operator"
)

// promised are the classes that pages are made of.
const promised = `hidden skip wide lead soft small num mono letter wrap card narrow grid split row spread figure facts list plain-list state empty note warn alarm
more scroll timeline bubble in mail field fields choice hint fault find together actions primary danger quiet full digits tabs keys cards said plot legend swatch`

func TestEveryClassThatPagesAreMadeOfHasALook(t *testing.T) {
	css := string(assets()["admin.css"].data)
	for _, name := range strings.Fields(promised) {
		if !regexp.MustCompile(`\.` + name + `\b`).MatchString(css) {
			t.Errorf("nothing says how .%s looks", name)
		}
	}
}

var token = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`)

// themes are the colours of light and dark.
func themes(t *testing.T) (light, dark map[string]string) {
	t.Helper()
	one, rest, ok := strings.Cut(string(assets()["admin.css"].data), "@media (prefers-color-scheme: dark)")
	if !ok {
		t.Fatal("there is no dark theme")
	}
	two, _, _ := strings.Cut(rest, "\n}\n")
	read := func(css string) map[string]string {
		made := map[string]string{}
		for _, m := range token.FindAllStringSubmatch(css, -1) {
			made[m[1]] = m[2]
		}
		return made
	}
	return read(one), read(two)
}

// light is how bright a colour is (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance).
func light(colour string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(a, b string) float64 {
	one, two := light(a), light(b)
	return (max(one, two) + 0.05) / (min(one, two) + 0.05)
}

func TestTextAndControlsStandOutInBothThemes(t *testing.T) {
	lightTheme, darkTheme := themes(t)
	for name, theme := range map[string]map[string]string{"light": lightTheme, "dark": darkTheme} {
		for least, pairs := range map[float64][][2]string{
			4.5: {{"ink", "paper"}, {"ink", "card"}, {"ink", "mark"}, {"soft", "paper"}, {"soft", "card"}, {"accent", "paper"}, {"accent", "card"}, {"on-accent", "accent"},
				{"kind", "card"}, {"kind", "paper"}, {"wait", "card"}, {"wait", "paper"}, {"stop", "card"}, {"stop", "paper"}},
			3: {{"edge", "card"}, {"edge", "paper"}},
		} {
			for _, p := range pairs {
				if got := contrast(theme[p[0]], theme[p[1]]); got < least {
					t.Errorf("%s: %s on %s has %.2f, want %v", name, p[0], p[1], got, least)
				}
			}
		}
	}
}

func TestTheNavigationNamesWhatTheOperatorMayOpen(t *testing.T) {
	viewer := navigation(operator.Operator{Role: operator.Viewer}, "queue")
	admin := navigation(operator.Operator{Role: operator.Admin}, "queue")
	if len(viewer) != 7 || len(admin) != 11 || !viewer[6].Current || viewer[0].Current {
		t.Errorf("%+v, %+v", viewer, admin)
	}
}

var outside = regexp.MustCompile(`(?:https?:)?//[a-z0-9.-]+\.[a-z]+/|@import|url\(`)

func TestNothingOfOursAsksAnotherSite(t *testing.T) {
	for _, name := range []string{"admin.css", "admin.js", "chart.js"} {
		if found := outside.FindString(string(assets()[name].data)); found != "" {
			t.Errorf("%s has %q", name, found)
		}
	}
}

var unsafe = regexp.MustCompile(`\beval\(|new Function|\.innerHTML|insertAdjacentHTML|document\.write|setAttribute\("style"`)

func TestScriptsOfOursMakeNoCodeAndNoMarkupOfText(t *testing.T) {
	for _, name := range []string{"admin.js", "chart.js"} {
		if found := unsafe.FindString(string(assets()[name].data)); found != "" {
			t.Errorf("%s has %q", name, found)
		}
	}
}
