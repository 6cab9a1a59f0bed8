package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync/atomic"
	"time"
)

// sinkCommand is the hidden first argument by which this program becomes the
// providers' stand-in.
const sinkCommand = "sink"

// sinks take every message in another process, as lean as they can be: what they
// cost is taken from the same cores.
type sinks struct {
	child *child
	sms   string // address
	slow  string // address that takes its time over each SMS
	smtp  string
}

// slowness is what the slow stand-in waits before it answers.
const slowness = 500 * time.Millisecond

func (g *ground) startSinks(context.Context) error {
	var addresses []string
	for range 3 {
		addr, err := freeAddress()
		if err != nil {
			return err
		}
		addresses = append(addresses, addr)
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	g.sinks = sinks{sms: addresses[0], slow: addresses[1], smtp: addresses[2]}
	g.sinks.child, err = start(g.file("sink.log"), "KILL", nil, nil, append([]string{program, sinkCommand}, addresses...)...)
	for _, addr := range addresses {
		err = errors.Join(err, listening(addr))
	}
	return err
}

// serveSink is the other process.
func serveSink(addresses []string) {
	failed := make(chan error)
	go func() { failed <- http.ListenAndServe(addresses[0], twilioSink(0)) }()
	go func() { failed <- http.ListenAndServe(addresses[1], twilioSink(slowness)) }()
	go func() { failed <- serveSMTP(addresses[2]) }()
	fmt.Fprintln(os.Stderr, <-failed)
	os.Exit(1)
}

// twilioRecord is Twilio's answer to a new message, of its usual length
// (https://www.twilio.com/docs/messaging/api/message-resource).
const twilioRecord = `{"account_sid":"ACbench","api_version":"2010-04-01","body":null,"date_created":"Thu, 24 Aug 2023 05:01:45 +0000",` +
	`"date_sent":null,"date_updated":"Thu, 24 Aug 2023 05:01:45 +0000","direction":"outbound-api","error_code":null,` +
	`"error_message":null,"from":"+15005550006","num_media":"0","num_segments":"2","price":null,"price_unit":"USD",` +
	`"messaging_service_sid":null,"sid":"SM%032x","status":"queued","subresource_uris":{"media":"/2010-04-01/Accounts/ACbench/Messages/SM/Media.json"},` +
	`"to":"+447400123000","uri":"/2010-04-01/Accounts/ACbench/Messages/SM.json"}`

// twilioSink answers every request as Twilio answers a new message.
func twilioSink(wait time.Duration) http.HandlerFunc {
	var last atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // a client that went away is the client's affair
		if wait > 0 {
			time.Sleep(wait)
		}
		body := fmt.Appendf(nil, twilioRecord, last.Add(1))
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write(body)
	}
}

func serveSMTP(addr string) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go swallow(conn)
	}
}

// swallow speaks just enough SMTP to take mail.
func swallow(conn net.Conn) {
	defer conn.Close()
	in, out := bufio.NewReaderSize(conn, 16<<10), bufio.NewWriter(conn)
	fmt.Fprint(out, "220 sink\r\n")
	content := false
	for {
		if in.Buffered() == 0 && out.Flush() != nil {
			return
		}
		line, err := in.ReadSlice('\n')
		switch {
		case err != nil:
			return
		case content:
			if bytes.Equal(line, []byte(".\r\n")) {
				content = false
				_, _ = out.WriteString("250 2.0.0 queued\r\n") // Flush reports what fails
			}
		case bytes.HasPrefix(line, []byte("DATA")):
			content = true
			_, _ = out.WriteString("354 go on\r\n")
		case bytes.HasPrefix(line, []byte("EHLO")):
			_, _ = out.WriteString("250-sink\r\n250 8BITMIME\r\n")
		default:
			_, _ = out.WriteString("250 OK\r\n")
		}
	}
}
