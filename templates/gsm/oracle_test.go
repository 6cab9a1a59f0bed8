package gsm_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/templates/gsm"
)

// oracle has the calculator count the texts. Without node and the calculator the
// test is skipped, or fails when GOODTERMS_TEST_REQUIRE asks for it by name
// (segments) or for all.
func oracle(t *testing.T, texts []string) []gsm.Size {
	t.Helper()
	modules := os.Getenv("GOODTERMS_TEST_SEGMENTS")
	if modules == "" {
		modules = "testdata/oracle/node_modules"
	}
	if _, err := os.Stat(filepath.Join(modules, "sms-segments-calculator")); err != nil {
		missing(t, "install it with: npm ci --prefix templates/gsm/testdata/oracle")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "node is not installed")
	}
	in, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	count := exec.Command(node, "testdata/oracle/count.js")
	count.Stdin, count.Stderr = bytes.NewReader(in), os.Stderr
	out, err := count.Output()
	if err != nil {
		t.Fatal(err)
	}
	var sizes []gsm.Size
	if err := json.Unmarshal(out, &sizes); err != nil {
		t.Fatal(err)
	}
	return sizes
}

func missing(t *testing.T, why string) {
	t.Helper()
	for name := range strings.SplitSeq(os.Getenv("GOODTERMS_TEST_REQUIRE"), ",") {
		if name = strings.TrimSpace(name); name == "all" || name == "segments" {
			t.Fatalf("sms-segments-calculator is required: %s", why)
		}
	}
	t.Skip("needs sms-segments-calculator: " + why)
}

func TestTenThousandRandomTextsAreCountedAsTheCalculatorDoes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	texts := make([]string, 10_000)
	for i := range texts {
		texts[i] = randomText(random)
	}
	counted := map[gsm.Encoding]int{}
	for i, want := range oracle(t, texts) {
		got := gsm.Count(texts[i])
		if got != want {
			t.Errorf("%+q is %+v, the calculator says %+v", texts[i], got, want)
		}
		counted[got.Encoding]++
	}
	t.Logf("equal texts: %v", counted)
	if counted[gsm.GSM7] < 2000 || counted[gsm.UCS2] < 2000 {
		t.Error("the texts are of one kind")
	}
}

func TestEveryCodePointIsCountedAsTheCalculatorDoes(t *testing.T) {
	t.Parallel()
	var texts []string
	const row = 128 // the calculator's time grows with the square of a text's length
	for first := rune(0); first < 0x20000; first += row {
		var text strings.Builder
		for r := first; r < first+row; r++ {
			text.WriteRune(r)
		}
		texts = append(texts, text.String(), strings.Join(strings.Split(text.String(), ""), "👍"))
	}
	for i, want := range oracle(t, texts) {
		if got := gsm.Count(texts[i]); got != want {
			t.Errorf("the text from %U on is %+v, the calculator says %+v", []rune(texts[i])[0], got, want)
		}
	}
}

// pools are characters that texts are made of, from the cheapest to the oddest.
func pools() []string {
	return []string{
		"abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789.,:;!?",
		"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ ¤¡ÄÖÑÜ§¿äöñüà",
		"\f^{}\\[~]|€€€",
		"’‘“”–—…\u00a0`´çáíóúâêîôûãõœ•°",
		"жщыЖ日本語한국어ไทยกำहिन्दीকিعربي\u0600\u0d4e\u1100\u1161\u11a8가각",
		"👍👎🎉❤✈\ufe0f🏻🏽🏿👨👩👧👦\u200d🗨⚕🇬🇧🇩🇪🇺🇸🏴",
		"\u0301\u0308\u0323\u200b\u200c\u200d\ufeff\u00ad\u2028\t\u0000\u001b\u0903\u093e\U000e0067\U000e007f",
	}
}

// randomText is of one to four pools, short or around the borders of segments.
func randomText(random *rand.Rand) string {
	all := pools()
	kinds := make([][]rune, 1+random.IntN(4))
	for i := range kinds {
		kinds[i] = []rune(all[min(random.IntN(len(all)), random.IntN(len(all)+3))])
	}
	length := random.IntN(90)
	if random.IntN(4) == 0 {
		length = 60 + random.IntN(280)
	}
	var text strings.Builder
	for range length {
		kind := kinds[min(random.IntN(len(kinds)), random.IntN(len(kinds)))]
		text.WriteRune(kind[random.IntN(len(kind))])
	}
	return text.String()
}
