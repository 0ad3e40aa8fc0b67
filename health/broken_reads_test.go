package health_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

func brokenReads() map[string]mistake {
	return map[string]mistake{
		"shared-answers": {
			func(s *health.Service) {
				s.Issues = &sharedIssues{Issues: s.Issues, last: map[health.IssueID]*health.Issue{}}
			},
			[]string{"Aliasing/answers-about-issues"},
		},
		"shared-files": {
			func(s *health.Service) { s.Attachments = &sharedFiles{Attachments: s.Attachments} },
			[]string{"Aliasing/answers-about-messages"},
		},
		"missing-is-forbidden": {
			func(s *health.Service) { s.Issues = literal{s.Issues} },
			[]string{
				"IDs/that-climb",
				"IDs/that-climb-from-what-is-there",
				"IDs/unknown",
				"Issues.Get/of-a-service-not-subscribed-to",
				"Issues.Get/unknown",
				"Retention/what-ended-long-ago",
			},
		},
		"forbidden-is-missing": {
			func(s *health.Service) { s.Services = discreet{s.Services} },
			[]string{
				"Callers/applications",
				"Callers/forbidden-before-missing",
				"Callers/person-in-a-program-that-was-granted-less",
				"Callers/readers-of-messages-alone",
				"Callers/who-does-not",
			},
		},
		"lost-status": {
			func(s *health.Service) { s.Messages = withoutStatus{s.Messages} },
			[]string{
				"Callers/applications",
				"Callers/forbidden-before-missing",
				"Callers/person-in-a-program-that-was-granted-less",
				"Callers/who-does-not",
				"IDs/unknown",
				"Messages.Get/unknown",
				"Messages/gone-after-their-end",
				"Privacy/not-for-applications",
				"Privacy/role-given-later",
				"Privacy/tagged-later",
				"Privacy/who-may-not",
			},
		},
		"review-of-everything": {
			func(s *health.Service) { s.Issues = generous{s.Issues} },
			[]string{"Issues.Report/no-longer-reviewed", "Issues.Report/none"},
		},
		"review-that-is-text": {
			func(s *health.Service) { s.Issues = recoded{s.Issues} },
			[]string{"Issues.Report/as-published"},
		},
		"the-latest-is-the-worst": {
			func(s *health.Service) { s.Services = latestStatus{s.Services} },
			[]string{"Services.Status/worst-of-what-is-open"},
		},
		"open-issues-alone": {
			func(s *health.Service) { s.Services = forgetful{s.Services} },
			[]string{"Services.Get/is-as-in-the-list", "Services.List/with-their-issues/*"},
		},
		"issues-always-come-along": {
			func(s *health.Service) { s.Services = talkative{s.Services} },
			[]string{"Services.Get/is-as-in-the-list", "Services.List/none-is-not-unasked"},
		},
		"states-that-it-knows": {
			func(s *health.Service) { s.Issues = knownStates{s.Issues} },
			[]string{"Unknown/of-issues/*"},
		},
		"kept-after-its-end": {
			func(s *health.Service) {
				s.Messages = &hoarding{Messages: s.Messages, kept: map[health.MessageID]*health.Message{}}
			},
			[]string{"Messages/gone-after-their-end", "Privacy/tagged-later"},
		},
		"one-file-of-the-archive": {
			func(s *health.Service) { s.Attachments = oneFile{s.Attachments} },
			[]string{"Attachments.Archive/all-in-one"},
		},
		"an-answer-beside-errors": {
			func(s *health.Service) { s.Issues = besideErrors{s.Issues} },
			[]string{"Issues.Get/unknown"},
		},
		"names-in-one-case": {
			func(s *health.Service) { s.Services = exactName{s.Services} },
			[]string{"Services.Get/letter-case-aside"},
		},
	}
}

// sharedIssues answers what it answered before, while nothing has changed.
type sharedIssues struct {
	health.Issues
	mu   sync.Mutex
	last map[health.IssueID]*health.Issue
}

func (b *sharedIssues) Get(ctx context.Context, id health.IssueID) (*health.Issue, error) {
	i, err := b.Issues.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if last := b.last[id]; last != nil && conform.Same(last, i) {
		return last, nil
	}
	b.last[id] = i
	return i, nil
}

// sharedFiles gives everybody the same bytes.
type sharedFiles struct {
	health.Attachments
	files sync.Map
}

func (b *sharedFiles) Content(ctx context.Context, message health.MessageID, id health.AttachmentID) (*health.File, error) {
	f, err := b.Attachments.Content(ctx, message, id)
	if err != nil {
		return nil, err
	}
	known, _ := b.files.LoadOrStore(id, f.Content)
	return &health.File{ContentType: f.ContentType, Content: known.([]byte)}, nil
}

// as returns the error with another kind, where that is to be.
func as(err, kind error, wrong bool) error {
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok || !wrong {
		return err
	}
	other := *e
	other.Kind, other.Cause = kind, nil
	return &other
}

// literal believes the service, which says forbidden where it means missing.
type literal struct{ health.Issues }

func (b literal) Get(ctx context.Context, id health.IssueID) (*health.Issue, error) {
	i, err := b.Issues.Get(ctx, id)
	return i, as(err, admin365.ErrForbidden, errors.Is(err, admin365.ErrNotFound))
}

// discreet never believes it.
type discreet struct{ health.Services }

func (b discreet) Get(ctx context.Context, name string, q health.ServiceQuery) (*health.ServiceHealth, error) {
	s, err := b.Services.Get(ctx, name, q)
	return s, as(err, admin365.ErrNotFound, errors.Is(err, admin365.ErrForbidden))
}

// withoutStatus loses the status on the way.
type withoutStatus struct{ health.Messages }

func (b withoutStatus) Get(ctx context.Context, id health.MessageID) (*health.Message, error) {
	m, err := b.Messages.Get(ctx, id)
	if e, ok := errors.AsType[*admin365.Error](err); ok {
		e.Status = 0
	}
	return m, err
}

// generous has a review of everything, if an empty one.
type generous struct{ health.Issues }

func (b generous) Report(ctx context.Context, id health.IssueID) (*health.File, error) {
	f, err := b.Issues.Report(ctx, id)
	if _, there := b.Get(ctx, id); there == nil && errors.Is(err, admin365.ErrNotFound) {
		return &health.File{}, nil
	}
	return f, err
}

// recoded takes every file for text.
type recoded struct{ health.Issues }

func (b recoded) Report(ctx context.Context, id health.IssueID) (*health.File, error) {
	f, err := b.Issues.Report(ctx, id)
	if err == nil {
		f.Content = []byte(string([]rune(string(f.Content))))
	}
	return f, err
}

// latestStatus has a service be as its latest open issue is.
type latestStatus struct{ health.Services }

func (b latestStatus) Get(ctx context.Context, name string, q health.ServiceQuery) (*health.ServiceHealth, error) {
	s, err := b.Services.Get(ctx, name, q)
	with, err2 := b.Services.Get(ctx, name, health.ServiceQuery{Issues: true})
	if err != nil || err2 != nil {
		return s, err
	}
	var latest *health.Issue
	for _, i := range with.Issues {
		if i.Open() && (latest == nil || i.LastModifiedDateTime.After(latest.LastModifiedDateTime)) {
			latest, s.Status = i, i.Status
		}
	}
	return s, nil
}

// forgetful has the open issues come along alone.
type forgetful struct{ health.Services }

func (b forgetful) List(ctx context.Context, q health.ServiceQuery) iter.Seq2[*health.ServiceHealth, error] {
	return keeping(b.Services.List(ctx, q), func(s *health.ServiceHealth) bool {
		var open []*health.Issue
		for _, i := range s.Issues {
			if i.Open() {
				open = append(open, i)
			}
		}
		s.Issues = open
		return true
	})
}

// talkative has the issues come along whether they were asked for or not.
type talkative struct{ health.Services }

func (b talkative) Get(ctx context.Context, name string, _ health.ServiceQuery) (*health.ServiceHealth, error) {
	return b.Services.Get(ctx, name, health.ServiceQuery{Issues: true})
}

// knownStates makes one that it knows of what it does not know.
type knownStates struct{ health.Issues }

func (b knownStates) List(ctx context.Context, q health.IssueQuery) iter.Seq2[*health.Issue, error] {
	return keeping(b.Issues.List(ctx, q), func(i *health.Issue) bool {
		if i.Classification != health.Advisory && i.Classification != health.Incident {
			i.Classification = health.Advisory
		}
		return true
	})
}

// hoarding keeps what it saw.
type hoarding struct {
	health.Messages
	mu   sync.Mutex
	kept map[health.MessageID]*health.Message
}

func (b *hoarding) Get(ctx context.Context, id health.MessageID) (*health.Message, error) {
	m, err := b.Messages.Get(ctx, id)
	b.mu.Lock()
	defer b.mu.Unlock()
	if err == nil {
		b.kept[id] = conform.Clone(m)
	} else if kept := b.kept[id]; kept != nil && errors.Is(err, admin365.ErrNotFound) {
		return conform.Clone(kept), nil
	}
	return m, err
}

// oneFile makes its archive of the first file.
type oneFile struct{ health.Attachments }

func (b oneFile) Archive(ctx context.Context, id health.MessageID) (*health.File, error) {
	f, err := b.Attachments.Archive(ctx, id)
	if err != nil {
		return nil, err
	}
	r, err := zip.NewReader(bytes.NewReader(f.Content), int64(len(f.Content)))
	if err != nil || len(r.File) < 2 {
		return f, err
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	in, err := r.File[0].Open()
	if err != nil {
		return nil, err
	}
	to, err := w.Create(r.File[0].Name)
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(to, in); err != nil {
		return nil, err
	}
	return &health.File{ContentType: f.ContentType, Content: out.Bytes()}, w.Close()
}

// besideErrors answers an issue that nobody has.
type besideErrors struct{ health.Issues }

func (b besideErrors) Get(ctx context.Context, id health.IssueID) (*health.Issue, error) {
	i, err := b.Issues.Get(ctx, id)
	if i == nil {
		i = &health.Issue{}
	}
	return i, err
}

// exactName takes a name in its own letter case alone.
type exactName struct{ health.Services }

func (b exactName) Get(ctx context.Context, name string, q health.ServiceQuery) (*health.ServiceHealth, error) {
	s, err := b.Services.Get(ctx, name, q)
	if err == nil && s.Service != name {
		return b.Services.Get(ctx, "Not "+name, q)
	}
	return s, err
}
