package emulator_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// browserAt names the browser in which the page is looked at: Chromium, or one that is
// made of it. `.ci/run page` sets it. With picturesAt, pictures are kept in that folder.
const (
	browserAt  = "EMULATOR_TEST_BROWSER"
	picturesAt = "EMULATOR_TEST_PICTURES"
)

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
		"--disable-extensions", "--hide-scrollbars", "--no-proxy-server", "--remote-debugging-pipe", "--user-data-dir="+profile, "about:blank")
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

// happened is what went wrong as the page was opened, and what it asked of others.
func (b *browser) happened(own string) (errors, requests []string) {
	for _, e := range b.events {
		switch e.Method {
		case "Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Page.javascriptDialogOpening":
			errors = append(errors, e.Method+": "+string(e.Params))
		case "Network.requestWillBeSent":
			var sent struct{ Request struct{ URL string } }
			require.NoError(b.t, json.Unmarshal(e.Params, &sent))
			if !strings.HasPrefix(sent.Request.URL, own+"/") {
				requests = append(requests, sent.Request.URL)
			}
		default:
		}
	}
	return errors, requests
}

// press presses a key as a person does.
func (b *browser) press(key string, code int) {
	b.t.Helper()
	for _, kind := range []string{"keyDown", "keyUp"} {
		params := map[string]any{"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code}
		if key == "Enter" {
			params["text"] = "\r"
		}
		b.do("Input.dispatchKeyEvent", params, nil)
	}
}

// picture keeps a picture of the page that is open, where somebody wants one.
func (b *browser) picture(name string) {
	b.t.Helper()
	folder := os.Getenv(picturesAt)
	if folder == "" {
		return
	}
	var shot struct{ Data []byte }
	b.do("Page.captureScreenshot", map[string]any{"format": "png"}, &shot)
	require.NoError(b.t, os.WriteFile(filepath.Join(folder, name+".png"), shot.Data, 0o600))
}

// seen is what there is to be seen of a page.
type seen struct {
	Pwned      bool
	Wide, Room int
	Back, Text string
	Foreign    string
	Labels     int
}

const seeing = `({
	pwned: window.pwned !== undefined || document.title === "pwned",
	wide: document.documentElement.scrollWidth, room: window.innerWidth,
	back: getComputedStyle(document.body).backgroundColor, text: getComputedStyle(document.body).color,
	foreign: [...document.querySelectorAll("script:not([src='/page.js']),img,svg,iframe,object,embed,base")].map(e => e.tagName).join(" "),
	labels: [...document.querySelectorAll("input")].filter(e => !e.labels.length).length,
})`

// TestPageInBrowser opens every page of a quiet tenant and of a hostile one, on a phone and
// on a screen, by day and by night.
func TestPageInBrowser(t *testing.T) {
	t.Parallel()
	b := browse(t)
	d := newDesk(t)
	made, path := d.tenant(`{"people":120}`)
	token := d.token(made)
	for range 3 {
		d.graph(token, "GET", "/v1.0/users?$top=5&$select=id,displayName", "")
		d.graph(token, "GET", "/v1.0/users/nobody@contoso.com", "")
		d.graph(token, "POST", "/v1.0/users", `{"displayName":"X"}`)
	}
	evil := d.attack()
	for _, tenant := range []struct{ name, path string }{{"contoso", path}, {"hostile", evil}} {
		for _, section := range []string{"", "/people", "/licenses", "/environments", "/operations", "/health", "/requests", "/permissions", "start"} {
			at := tenant.path + section
			if section == "start" {
				at = "/"
			}
			colors := map[string]string{}
			for _, l := range []look{{390, "light"}, {320, "dark"}, {1280, "light"}, {1280, "dark"}} {
				what := fmt.Sprintf("%s, %d wide, %s", tenant.name+section, l.width, l.scheme)
				b.open(d.s.URL()+at, l)
				var s seen
				b.eval(seeing, &s)
				errors, requests := b.happened(d.s.URL())
				assert.Empty(t, errors, what)
				assert.Empty(t, requests, what)
				assert.False(t, s.Pwned, what)
				assert.Empty(t, s.Foreign, what)
				assert.Zero(t, s.Labels, what+": a field without a name")
				assert.LessOrEqual(t, s.Wide, l.width, what+": it scrolls to the side")
				assert.LessOrEqual(t, s.Room, l.width, what+": it was made smaller to fit")
				colors[l.scheme] = s.Back + " " + s.Text
				b.picture(strings.NewReplacer("/", "-").Replace(fmt.Sprintf("%s%s-%d-%s", tenant.name, section, l.width, l.scheme)))
			}
			assert.NotEqual(t, colors["light"], colors["dark"], at)
		}
	}
}

// TestPageLivesInBrowser: a request shows up by itself, and the page is used by keys.
func TestPageLivesInBrowser(t *testing.T) {
	t.Parallel()
	b := browse(t)
	d := newDesk(t)
	made, path := d.tenant(`{}`)
	b.open(d.s.URL()+path+"/requests", look{1280, "light"})
	d.graph(d.token(made), "GET", "/v1.0/users/%3Cimg%20src=x%20onerror=window.pwned=1%3E", "")
	var rows string
	for tries := 0; tries < 50 && rows == ""; tries++ {
		b.eval("new Promise(done => setTimeout(done, 200))", nil)
		b.eval(`[...document.querySelectorAll("#log tbody tr")].map(r => r.innerText).join("\n")`, &rows)
	}
	assert.Contains(t, rows, "ResourceNotFound")
	var s seen
	b.eval(seeing, &s)
	assert.False(t, s.Pwned)
	assert.Empty(t, s.Foreign)
	errors, _ := b.happened(d.s.URL())
	assert.Empty(t, errors)

	// The first key leads past the navigation, and a few more to the people.
	b.open(d.s.URL()+path, look{1280, "light"})
	b.press("Tab", 9)
	var focused string
	b.eval(`document.activeElement.className`, &focused)
	assert.Equal(t, "skip", focused)
	for tries := 0; tries < 10 && focused != "People"; tries++ {
		b.press("Tab", 9)
		b.eval(`document.activeElement.textContent`, &focused)
	}
	require.Equal(t, "People", focused)
	b.press("Enter", 13)
	var at string
	for tries := 0; tries < 50 && !strings.HasSuffix(at, "/people"); tries++ {
		b.eval("new Promise(done => setTimeout(done, 100))", nil)
		b.eval("location.pathname", &at)
	}
	assert.True(t, strings.HasSuffix(at, "/people"), at)
}
