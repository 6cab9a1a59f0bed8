package templates_test

import (
	"testing"

	"github.com/goodterms/goodterms/channels"
)

func BenchmarkRender(b *testing.B) {
	set, facts := embedded(b), usual()
	for _, channel := range channels.Kinds() {
		b.Run(string(channel), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := set.Render("firm", channel, "en-GB", facts); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
