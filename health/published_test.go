package health_test

import (
	"archive/zip"
	"bytes"
	"context"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
)

// TestPublishedByDefault: what is not said is as the documentation has it, and an update
// changes what it names and nothing else.
func TestPublishedByDefault(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	b, ctx := m.Backstage.Health, t.Context()
	i, err := b.PublishIssue(ctx, health.NewIssue{Service: "Planner", Title: "Slow"})
	require.NoError(t, err)
	now := i.LastModifiedDateTime
	assert.Equal(t, &health.Issue{
		ID: "PL1210001", Title: "Slow", StartDateTime: now, LastModifiedDateTime: now, Details: []health.Detail{}, ImpactDescription: "Slow",
		Classification: health.Incident, Origin: health.OriginMicrosoft, Status: health.Investigating, Service: "Planner", Posts: []health.Post{},
	}, i)
	assert.Zero(t, now.Nanosecond()%1_000_000, "it is stamped to a millisecond")
	full, err := b.PublishIssue(ctx, health.NewIssue{
		Service: "Planner", ID: "PL999999999999", Title: "Slow", Impact: "Boards take long.", Classification: health.Advisory, Origin: health.OriginThirdParty,
		Status: health.ServiceRestored, Feature: "Boards", FeatureGroup: "All", Start: now.Add(-time.Hour), Text: "said",
	})
	require.NoError(t, err)
	at := full.LastModifiedDateTime
	assert.Equal(t, &health.Issue{
		ID: "PL999999999999", Title: "Slow", StartDateTime: now.Add(-time.Hour), EndDateTime: at, LastModifiedDateTime: at, Details: []health.Detail{},
		ImpactDescription: "Boards take long.", Classification: health.Advisory, Origin: health.OriginThirdParty, Status: health.ServiceRestored, IsResolved: true,
		Service: "Planner", Feature: "Boards", FeatureGroup: "All",
		Posts: []health.Post{{CreatedDateTime: at, PostType: health.PostRegular, Description: health.Body{ContentType: "html", Content: "said"}}},
	}, full)

	m.Advance(time.Minute)
	next, err := b.UpdateIssue(ctx, i.ID, health.IssueUpdate{})
	require.NoError(t, err)
	assert.True(t, next.LastModifiedDateTime.After(now))
	i.LastModifiedDateTime = next.LastModifiedDateTime
	assert.Equal(t, i, next, "nothing was said")
	for _, c := range []struct {
		in   health.IssueUpdate
		want func(*health.Issue)
	}{
		{health.IssueUpdate{Title: "Slower"}, func(i *health.Issue) { i.Title = "Slower" }},
		{health.IssueUpdate{Impact: "All stands still."}, func(i *health.Issue) { i.ImpactDescription = "All stands still." }},
		{health.IssueUpdate{Status: health.ServiceInterruption}, func(i *health.Issue) { i.Status = health.ServiceInterruption }},
		{health.IssueUpdate{Text: "x", PostType: health.PostStrategic}, func(i *health.Issue) {
			i.Posts = append(i.Posts, health.Post{CreatedDateTime: i.LastModifiedDateTime, PostType: health.PostStrategic, Description: health.Body{ContentType: "html", Content: "x"}})
		}},
		{health.IssueUpdate{Status: health.FalsePositive}, func(i *health.Issue) {
			i.Status, i.IsResolved, i.EndDateTime = health.FalsePositive, true, i.LastModifiedDateTime
		}},
		{health.IssueUpdate{Status: health.ServiceRestored}, func(i *health.Issue) { i.Status = health.ServiceRestored }},
	} {
		m.Advance(time.Minute)
		next, err := b.UpdateIssue(ctx, i.ID, c.in)
		require.NoError(t, err)
		i.LastModifiedDateTime = next.LastModifiedDateTime
		c.want(i)
		assert.Equal(t, i, next)
		got, err := m.Health.Issues.Get(ctx, i.ID)
		require.NoError(t, err)
		assert.Equal(t, i, got)
	}

	message, err := b.PublishMessage(ctx, health.NewMessage{Title: "Soon"})
	require.NoError(t, err)
	now = message.LastModifiedDateTime
	assert.Equal(t, &health.Message{
		ID: "MC1210001", Title: "Soon", StartDateTime: now, EndDateTime: now.AddDate(0, 0, 180), LastModifiedDateTime: now, Details: []health.Detail{},
		Body: health.Body{ContentType: "html"}, Category: health.StayInformed, Severity: health.SeverityNormal, Tags: []string{}, Services: []string{}, IsMajorChange: new(false),
	}, message)
	for _, c := range []struct {
		in   health.MessageVersion
		want func(*health.Message)
	}{
		{health.MessageVersion{}, func(*health.Message) {}},
		{health.MessageVersion{Title: "Later"}, func(m *health.Message) { m.Title = "Later" }},
		{health.MessageVersion{Body: "<p>x</p>"}, func(m *health.Message) { m.Body.Content = "<p>x</p>" }},
		{health.MessageVersion{Category: health.PlanForChange}, func(m *health.Message) { m.Category = health.PlanForChange }},
		{health.MessageVersion{Severity: health.SeverityHigh}, func(m *health.Message) { m.Severity = health.SeverityHigh }},
		{health.MessageVersion{Tags: []string{"a", "b"}}, func(m *health.Message) { m.Tags = []string{"a", "b"} }},
		{health.MessageVersion{Tags: []string{}}, func(m *health.Message) { m.Tags = []string{} }},
		{health.MessageVersion{Major: new(true)}, func(m *health.Message) { m.IsMajorChange = new(true) }},
		{health.MessageVersion{ActionRequiredBy: now.Add(time.Hour)}, func(m *health.Message) { m.ActionRequiredByDateTime = now.Add(time.Hour) }},
		{health.MessageVersion{End: now.Add(2 * time.Hour)}, func(m *health.Message) { m.EndDateTime = now.Add(2 * time.Hour) }},
	} {
		m.Advance(time.Minute)
		next, err := b.UpdateMessage(ctx, message.ID, c.in)
		require.NoError(t, err)
		message.LastModifiedDateTime = next.LastModifiedDateTime
		c.want(message)
		assert.Equal(t, message, next)
		got, err := m.Health.Messages.Get(ctx, message.ID)
		require.NoError(t, err)
		assert.Equal(t, message, got)
	}
}

// TestOwnCopies: what the caller gave and what he got is his; to change it changes nothing.
func TestOwnCopies(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	b, ctx := m.Backstage.Health, t.Context()
	in := health.NewMessage{Title: "x", Tags: []string{"a"}, Services: []string{"b"}, Details: []health.Detail{{Name: "c", Value: "d"}}}
	made, err := b.PublishMessage(ctx, in)
	require.NoError(t, err)
	version := health.MessageVersion{Tags: []string{"e"}, Major: new(true)}
	made, err = b.UpdateMessage(ctx, made.ID, version)
	require.NoError(t, err)
	file := health.NewAttachment{Name: "f", Content: []byte("g")}
	_, err = b.Attach(ctx, made.ID, file)
	require.NoError(t, err)
	require.NoError(t, m.Health.Viewpoints.MarkRead(ctx, []health.MessageID{made.ID}))
	got, err := m.Health.Messages.Get(ctx, made.ID)
	require.NoError(t, err)
	in.Tags[0], in.Services[0], in.Details[0].Value, version.Tags[0], *version.Major, file.Content[0] = "!", "!", "!", "!", false, '!'
	made.Tags[0], made.Services[0], made.Details[0].Value, *made.IsMajorChange = "?", "?", "?", false
	again, err := m.Health.Messages.Get(ctx, made.ID)
	require.NoError(t, err)
	assert.Equal(t, got, again)
	assert.Equal(t, []string{"e"}, again.Tags)
	got.Tags[0], got.Services[0], got.Details[0].Value, *got.IsMajorChange, *got.Viewpoint.IsRead = "?", "?", "?", false, false
	third, err := m.Health.Messages.Get(ctx, made.ID)
	require.NoError(t, err)
	assert.Equal(t, again, third)
	content, err := m.Health.Attachments.Content(ctx, made.ID, collect(m.Health.Attachments.List(ctx, made.ID))[0].ID)
	require.NoError(t, err)
	assert.Equal(t, "g", string(content.Content))

	review := health.File{Content: []byte("why")}
	i, err := b.PublishReport(ctx, "EX1207533", review)
	require.NoError(t, err)
	review.Content[0] = '!'
	kept, err := m.Health.Issues.Report(ctx, i.ID)
	require.NoError(t, err)
	assert.Equal(t, "why", string(kept.Content))
	i.Posts[0].Description.Content = "?"
	after, err := m.Health.Issues.Get(ctx, i.ID)
	require.NoError(t, err)
	assert.NotEqual(t, "?", after.Posts[0].Description.Content)
	older, err := b.UpdateIssue(ctx, i.ID, health.IssueUpdate{Text: "one"})
	require.NoError(t, err)
	newer, err := b.UpdateIssue(ctx, i.ID, health.IssueUpdate{Text: "two"})
	require.NoError(t, err)
	assert.Len(t, older.Posts, 3)
	assert.Len(t, newer.Posts, 4)
}

// TestBorders: the moments and the lengths at which rules begin and end.
func TestBorders(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	b, ctx := m.Backstage.Health, t.Context()
	for id, ok := range map[health.IssueID]bool{
		"PL100000": true, "PL999999999999": true, "PL99999": false, "PL9999999999999": false, "P1000000": false, "PLA100000": false, "pl100000": false, "PL10000x": false, "PL1000 00": false,
	} {
		_, err := b.PublishIssue(ctx, health.NewIssue{Service: "Planner", Title: "x", ID: id})
		if ok {
			require.NoError(t, err, id)
		} else {
			require.ErrorIs(t, err, admin365.ErrInvalid, id)
		}
	}
	for _, id := range []health.IssueID{"X1207533", "EX12075333", "EX120753", "EX1207533000000000"} {
		_, err := m.Health.Issues.Get(ctx, id)
		require.ErrorIs(t, err, admin365.ErrNotFound, "%q", id)
	}
	for _, id := range []health.IssueID{"EX1207533\x00", ""} {
		_, err := m.Health.Issues.Get(ctx, id)
		require.Error(t, err, "%q", id)
	}
	for _, blank := range []string{"", " "} {
		_, err := b.PublishIssue(ctx, health.NewIssue{Service: "Planner", Title: blank})
		require.ErrorIs(t, err, admin365.ErrInvalid)
		_, err = b.PublishMessage(ctx, health.NewMessage{Title: blank})
		require.ErrorIs(t, err, admin365.ErrInvalid)
		_, err = b.Attach(ctx, "MC1203118", health.NewAttachment{Name: blank})
		require.ErrorIs(t, err, admin365.ErrInvalid)
	}

	// A review alone says who has one.
	_, err := b.UpdateIssue(ctx, "MO1206113", health.IssueUpdate{Status: health.PostIncidentReviewPublished})
	require.NoError(t, err)
	_, err = m.Health.Issues.Report(ctx, "MO1206113")
	require.ErrorIs(t, err, admin365.ErrNotFound)
}

// TestArchiveNames: the files of an archive have names of their own, and none leads out of
// a folder.
func TestArchiveNames(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	b, ctx := m.Backstage.Health, t.Context()
	made, err := b.PublishMessage(ctx, health.NewMessage{Title: "x"})
	require.NoError(t, err)
	var last *health.Attachment
	for _, name := range []string{"a.txt", "A.TXT", "b/a.txt", `c:\d\a.txt`, "..", ".", "/", "../e", "f.tar.gz", "f.tar.gz", ".g", ".g"} {
		m.Advance(time.Minute)
		last, err = b.Attach(ctx, made.ID, health.NewAttachment{Name: name, ContentType: "text/plain", Content: []byte(name)})
		require.NoError(t, err)
	}
	got, err := m.Health.Messages.Get(ctx, made.ID)
	require.NoError(t, err)
	assert.True(t, got.HasAttachments)
	assert.Equal(t, last.LastModifiedDateTime, got.LastModifiedDateTime)
	list := collect(m.Health.Attachments.List(ctx, made.ID))
	assert.True(t, slices.IsSortedFunc(list, func(a, b *health.Attachment) int { return strings.Compare(string(a.ID), string(b.ID)) }))
	assert.Len(t, list, 12)
	packed, err := m.Health.Attachments.Archive(ctx, made.ID)
	require.NoError(t, err)
	assert.Equal(t, "application/zip", packed.ContentType)
	z, err := zip.NewReader(bytes.NewReader(packed.Content), int64(len(packed.Content)))
	require.NoError(t, err)
	var names []string
	for n, f := range z.File {
		names = append(names, strings.ToLower(f.Name))
		assert.WithinDuration(t, list[n].LastModifiedDateTime, f.Modified, 2*time.Second)
	}
	slices.Sort(names)
	assert.Equal(t, []string{
		" (2).g", ".g", "a (2).txt", "a (3).txt", "a (4).txt", "a.txt", "attachment", "attachment (2)", "attachment (3)", "e", "f.tar (2).gz", "f.tar.gz",
	}, names)
	_, err = m.Health.Attachments.Get(ctx, made.ID, "none")
	require.ErrorIs(t, err, admin365.ErrNotFound)
	upper, err := m.Health.Attachments.Get(ctx, made.ID, health.AttachmentID(strings.ToUpper(string(list[0].ID))))
	require.NoError(t, err)
	assert.Equal(t, list[0], upper)
	_, err = m.Health.Attachments.Get(ctx, "MC1203118", list[0].ID)
	require.ErrorIs(t, err, admin365.ErrNotFound, "it is another's")
}

// TestFilesOfMany: each message and each issue has its own files, however many there are.
func TestFilesOfMany(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	b, ctx := m.Backstage.Health, t.Context()
	want := map[health.MessageID][]string{}
	for n := range 40 {
		made, err := b.PublishMessage(ctx, health.NewMessage{Title: "x", End: m.Now().Add(time.Hour)})
		require.NoError(t, err)
		want[made.ID] = nil
		for k := range n % 3 {
			name := string(made.ID) + string(rune('a'+k))
			_, err := b.Attach(ctx, made.ID, health.NewAttachment{Name: name})
			require.NoError(t, err)
			want[made.ID] = append(want[made.ID], name)
		}
	}
	for id, names := range want {
		var got []string
		for _, a := range collect(m.Health.Attachments.List(ctx, id)) {
			got = append(got, a.Name)
		}
		assert.ElementsMatch(t, names, got)
	}
}

// versions are issues of which each look sees the next list.
type versions struct {
	health.Issues
	lists [][]*health.Issue
	n     int
}

func (v *versions) List(context.Context, health.IssueQuery) iter.Seq2[*health.Issue, error] {
	list := v.lists[min(v.n, len(v.lists)-1)]
	return func(yield func(*health.Issue, error) bool) {
		for _, i := range list {
			if !yield(i, nil) {
				return
			}
		}
	}
}

// TestWatchOlderVersion: a version that shows after a later one is passed over, of the
// same moment each that differs is told, and a post that shows with an older one is told.
func TestWatchOlderVersion(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	of := func(title string, minutes int, posts ...string) []*health.Issue {
		i := &health.Issue{ID: "EX100001", Title: title, LastModifiedDateTime: at.Add(time.Duration(minutes) * time.Minute)}
		for n, p := range posts {
			i.Posts = append(i.Posts, health.Post{CreatedDateTime: at.Add(time.Duration(n) * time.Second), Description: health.Body{Content: p}})
		}
		return []*health.Issue{i}
	}
	v := &versions{lists: [][]*health.Issue{
		of("two", 2, "a"), of("one", 1, "a"), of("two, again", 2, "a"), of("two", 2, "a"), of("one", 1, "a", "b"), of("three", 3, "a", "b", "c"), of("three", 3, "a", "b", "c"),
	}}
	token := health.From(at.Add(-time.Hour))
	var told []string
	for ; v.n < len(v.lists); v.n++ {
		for c, err := range health.Watch(t.Context(), v, nil, health.WatchOptions{Token: token, Once: true}) {
			require.NoError(t, err)
			var said strings.Builder
			said.WriteString(c.Issue.Title)
			for _, p := range c.Posts {
				said.WriteString(" " + p.Description.Content)
			}
			told, token = append(told, said.String()), c.Token
		}
	}
	assert.Equal(t, []string{"two a", "two, again", "one b", "three c"}, told)
}

// TestWatchForgedTokens: bytes that are no marks are refused, with a right sum too.
func TestWatchForgedTokens(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	whole := health.Opened(once(t, m, "")[3].Token)
	refused := func(b []byte) {
		t.Helper()
		for c, err := range health.Watch(t.Context(), m.Health.Issues, nil, health.WatchOptions{Token: health.Sealed(b), Once: true}) {
			assert.Nil(t, c)
			require.ErrorIs(t, err, admin365.ErrInvalid)
			return
		}
		t.Errorf("%x is a token", b)
	}
	for n := range whole {
		refused(whole[:n])
	}
	refused(append(slices.Clone(whole), 0))
	refused(bytes.Repeat([]byte{0xff}, 11)) // A number that has no end.
	endless := append(bytes.Repeat([]byte{0xff}, 10), 0x01)
	refused(append(append(append([]byte{0, 0, 0}, make([]byte, 8)...), 0), endless...))              // Of how many marks there are.
	refused(append(append(append([]byte{0, 0, 0}, make([]byte, 8)...), 0), 0xf5, 0x03))              // 501 marks.
	refused([]byte{0, 2})                                                                            // And nothing else.
	refused(append([]byte{0, 2, 0}, append(make([]byte, 8), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)...)) // The floor is above the beginning.
}
