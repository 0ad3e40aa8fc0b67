package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
)

// browserAt names the browser in which the page is looked at: Chromium, or one that is
// made of it. `.ci/run page` sets it.
const browserAt = "ONCALL_TEST_BROWSER"

// browser is a headless browser that is told what to do by two pipes, as the DevTools
// protocol has it.
// Source: https://chromedevtools.github.io/devtools-protocol/
type browser struct {
	t       *testing.T
	in      io.Writer
	out     *bufio.Reader
	last    int
	session string
	events  []event
}

type event struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// browse starts the browser.
func browse(t *testing.T) *browser {
	t.Helper()
	path := os.Getenv(browserAt)
	if path == "" {
		t.Skip("no browser: " + browserAt + " names none; .ci/run page looks for one")
	}
	if runtime.GOOS == "windows" {
		t.Skip("Windows hands no pipes on")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Second)
	profile := t.TempDir()
	cmd := exec.CommandContext(ctx, path,
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
		"--disable-extensions", "--hide-scrollbars", "--remote-debugging-pipe", "--user-data-dir="+profile, "about:blank")
	inRead, inWrite, err := os.Pipe()
	require.NoError(t, err)
	outRead, outWrite, err := os.Pipe()
	require.NoError(t, err)
	cmd.ExtraFiles = []*os.File{inRead, outWrite} // The descriptors 3 and 4 of the browser.
	require.NoError(t, cmd.Start())
	inRead.Close()
	outWrite.Close()
	t.Cleanup(func() {
		_, _ = io.WriteString(inWrite, `{"id":0,"method":"Browser.close"}`+"\x00")
		_ = cmd.Wait() // It has been asked to go; if it does not, the context ends it.
		cancel()
		inWrite.Close()
		outRead.Close()
		// Its helpers may need a moment more, and write into the profile.
		for tries := 0; os.RemoveAll(profile) != nil && tries < 100; tries++ {
			time.Sleep(50 * time.Millisecond)
		}
	})
	b := &browser{t: t, in: inWrite, out: bufio.NewReader(outRead)}
	var target struct{ TargetID string }
	b.do("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.do("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		b.do(domain+".enable", nil, nil)
	}
	return b
}

// do sends a command and waits for its result; what happens meanwhile is kept.
func (b *browser) do(method string, params map[string]any, result any) {
	b.t.Helper()
	b.last++
	message := map[string]any{"id": b.last, "method": method}
	if params != nil {
		message["params"] = params
	}
	if b.session != "" {
		message["sessionId"] = b.session
	}
	text, err := json.Marshal(message)
	require.NoError(b.t, err)
	_, err = b.in.Write(append(text, 0))
	require.NoError(b.t, err)
	for {
		e := b.next()
		if e.ID != b.last {
			continue
		}
		require.Nil(b.t, e.Error, "%s: %+v", method, e.Error)
		if result != nil {
			require.NoError(b.t, json.Unmarshal(e.Result, result))
		}
		return
	}
}

// next is the next message; an event is kept.
func (b *browser) next() event {
	b.t.Helper()
	text, err := b.out.ReadBytes(0)
	require.NoError(b.t, err, "the browser has gone")
	var e event
	require.NoError(b.t, json.Unmarshal(text[:len(text)-1], &e))
	if e.Method != "" {
		b.events = append(b.events, e)
	}
	return e
}

// look is how a person looks at a page.
type look struct {
	width  int
	scheme string
}

// open opens a page, and waits until it and what it does are done.
func (b *browser) open(address string, l look) {
	b.t.Helper()
	b.do("Emulation.setDeviceMetricsOverride", map[string]any{"width": l.width, "height": 844, "deviceScaleFactor": 1, "mobile": l.width < 600}, nil)
	b.do("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": l.scheme}}}, nil)
	b.events = nil
	b.do("Page.navigate", map[string]any{"url": address}, nil)
	for loaded := false; !loaded; {
		for _, e := range b.events {
			loaded = loaded || e.Method == "Page.loadEventFired"
		}
		if !loaded {
			b.next()
		}
	}
	b.eval("new Promise(done => setTimeout(done, 200))", nil)
}

// eval is what an expression comes to in the page.
func (b *browser) eval(expression string, value any) {
	b.t.Helper()
	var answer struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails json.RawMessage
	}
	b.do("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true}, &answer)
	require.Nil(b.t, answer.ExceptionDetails, expression)
	if value != nil {
		require.NoError(b.t, json.Unmarshal(answer.Result.Value, value), expression)
	}
}

// happened is what went wrong as the page was opened, and what it asked for.
func (b *browser) happened(address string) (errors, requests []string) {
	for _, e := range b.events {
		switch e.Method {
		case "Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Page.javascriptDialogOpening":
			errors = append(errors, e.Method+": "+string(e.Params))
		case "Network.requestWillBeSent":
			var sent struct{ Request struct{ URL string } }
			require.NoError(b.t, json.Unmarshal(e.Params, &sent))
			if sent.Request.URL != address {
				requests = append(requests, sent.Request.URL)
			}
		default:
		}
	}
	return errors, requests
}

// seen is what there is to be seen of a page.
type seen struct {
	Pwned          bool
	Wide, Room     int
	Back, Text     string
	Foreign, Title string
	Verdict        string
}

const seeing = `({
	pwned: window.pwned !== undefined || document.title === "pwned",
	wide: document.documentElement.scrollWidth, room: window.innerWidth,
	back: getComputedStyle(document.body).backgroundColor, text: getComputedStyle(document.body).color,
	foreign: [...document.querySelectorAll("script,img,svg,iframe,object,embed,form,input,base,link")].map(e => e.tagName).join(" "),
	title: document.title, verdict: (document.getElementById("verdict") || {}).textContent || "",
})`

// address writes a page on the disk, and returns its address.
func address(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "page.html")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// TestPageInBrowser opens the page of a quiet day and that of a hostile one, on a phone and
// on a screen, by day and by night.
func TestPageInBrowser(t *testing.T) {
	t.Parallel()
	b := browse(t)
	for name, m := range map[string]*admin.Memory{"contoso": admin.NewMemory(admin.MemoryConfig{}), "hostile": attacked(t)} {
		at := address(t, pageOf(t, m))
		colors := map[string]string{}
		for _, l := range []look{{390, "light"}, {390, "dark"}, {1280, "light"}, {320, "dark"}} {
			what := fmt.Sprintf("%s, %d wide, %s", name, l.width, l.scheme)
			b.open(at, l)
			var s seen
			b.eval("document.querySelectorAll('details').forEach(d => d.open = true)", nil)
			b.eval(seeing, &s)
			errors, requests := b.happened(at)
			assert.Empty(t, errors, what)
			assert.Empty(t, requests, what)
			assert.False(t, s.Pwned, what)
			assert.Empty(t, s.Foreign, what)
			assert.LessOrEqual(t, s.Wide, l.width, what+": it scrolls to the side")
			assert.LessOrEqual(t, s.Room, l.width, what+": it was made smaller to fit")
			assert.True(t, strings.HasPrefix(s.Verdict, "It burns: EX1207533"), what)
			colors[l.scheme] = s.Back + " " + s.Text
		}
		assert.NotEqual(t, colors["light"], colors["dark"], name)
	}
	b.picture("ONCALL_TEST_PICTURE", address(t, pageOf(t, admin.NewMemory(admin.MemoryConfig{}))))
}

// TestBrowserObjects: a page with all of that is noticed.
func TestBrowserObjects(t *testing.T) {
	t.Parallel()
	b := browse(t)
	at := address(t, `<!DOCTYPE html><meta name="viewport" content="width=device-width"><script>window.pwned=1;console.error("bad")</script>
<img src="http://127.0.0.1:1/x.png"><div style="width:900px">wide</div>`)
	b.open(at, look{390, "dark"})
	var s seen
	b.eval(seeing, &s)
	errors, requests := b.happened(at)
	assert.NotEmpty(t, errors)
	assert.Equal(t, []string{"http://127.0.0.1:1/x.png"}, requests)
	assert.True(t, s.Pwned)
	assert.Equal(t, "SCRIPT IMG", s.Foreign)
	assert.Greater(t, s.Wide, 390)
}

// picture takes one of the page for the documentation, into the file that the variable
// names.
func (b *browser) picture(variable, at string) {
	b.t.Helper()
	path := os.Getenv(variable)
	if path == "" {
		return
	}
	b.open(at, look{840, "light"})
	var shot struct{ Data []byte }
	b.do("Page.captureScreenshot", map[string]any{"format": "png", "clip": map[string]any{"x": 0, "y": 0, "width": 840, "height": 1560, "scale": 0.8}, "captureBeyondViewport": true}, &shot)
	require.NoError(b.t, os.WriteFile(path, shot.Data, 0o600))
}
