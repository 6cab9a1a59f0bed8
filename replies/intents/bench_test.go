package intents

import (
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// sms is as long as one message part.
const sms = "Hi, sorry for the late answer, I was away. I have paid half of invoice INV-1042 last week and I'll pay the rest on Friday 4 December, please stop calling me!"

func BenchmarkSMS(b *testing.B) { bench(b, sms) }

func BenchmarkMail8K(b *testing.B) { bench(b, strings.Repeat(sms+" ", 8000/len(sms))) }

func BenchmarkHostile8K(b *testing.B) {
	bench(b, strings.Repeat("i will pay not will be paid stop sending ", 8000/41))
}

func bench(b *testing.B, text string) {
	r := reader(b)
	q := Question{Text: text, Channel: channels.SMS, Locale: "de-DE", Now: time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC), Currency: "EUR"}
	b.ReportAllocs()
	for b.Loop() {
		r.Read(q)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Embedded(); err != nil {
			b.Fatal(err)
		}
	}
}
