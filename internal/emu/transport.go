package emu

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"time"
)

// Transport returns a client's way into the emulator without a socket, so that
// it works where network traffic does not, as in a synctest bubble. A host that
// the emulator does not serve answers 502: nothing is ever sent anywhere.
func (e *Emulator) Transport() http.RoundTripper { return transport{e} }

type transport struct{ e *Emulator }

// RoundTrip answers the request in the caller's goroutine.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	if err := ctx.Err(); err != nil {
		closeBody(r)
		return nil, err
	}
	in := r.Clone(ctx)
	in.RequestURI = r.URL.RequestURI()
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	// Clients ask the trace whether a request was written before they repeat it.
	if trace := httptrace.ContextClientTrace(ctx); trace != nil {
		if trace.WroteHeaders != nil {
			trace.WroteHeaders()
		}
		if trace.WroteRequest != nil {
			trace.WroteRequest(httptrace.WroteRequestInfo{})
		}
	}
	a, err := t.e.serve(in)
	closeBody(r)
	if err != nil {
		return nil, err
	}
	if a.cut && len(a.body) == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	var body io.Reader = bytes.NewReader(a.body)
	if a.cut {
		body = io.MultiReader(bytes.NewReader(a.body[:len(a.body)/2]), failingReader{})
	}
	a.header.Set("Content-Length", strconv.Itoa(len(a.body)))
	return &http.Response{
		Status: strconv.Itoa(a.status) + " " + http.StatusText(a.status), StatusCode: a.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.header, Body: io.NopCloser(body), ContentLength: int64(len(a.body)), Request: r,
	}, nil
}

func closeBody(r *http.Request) {
	if r.Body != nil {
		// The body was read; what closing it says changes nothing.
		_ = r.Body.Close()
	}
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// Server returns an HTTP server of the emulator with bounds on slow clients.
func (e *Emulator) Server() *http.Server {
	return &http.Server{Handler: e, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute}
}
