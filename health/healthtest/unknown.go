package healthtest

import (
	"encoding/json"

	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

func unknownCases() []kase {
	return []kase{
		{
			Name: "Unknown/of-issues", Sweep: true, Needs: ofIssues(HasServices), Source: docEnums,
			Why: "a state that Microsoft invents tomorrow must not make a program fail that was built today",
			Run: func(c *run) {
				subscribe(c, Skype)
				in := health.NewIssue{Service: Skype, Title: "x", Classification: "catastrophe", Origin: "sunSpots", Status: "beingPrayedFor"}
				made, err := c.S.Backstage.PublishIssue(c.Context(), in)
				c.Must(err, "publishing an issue")
				made = update(c, made.ID, health.IssueUpdate{Text: "<p>x</p>", PostType: "holographic"})
				got := getIssue(c, made.ID)
				same(c, "the issue", got, made)
				if got.Classification != in.Classification || got.Origin != in.Origin || got.Status != in.Status || got.Posts[0].PostType != "holographic" || !got.Open() {
					c.Errorf("it is %+v", got)
				}
				list, err := conform.Collect(c.S.Service.Issues.List(c.Context(), health.IssueQuery{Service: Skype, PageSize: c.PageSize}))
				c.Must(err, "listing issues")
				n := 0
				for _, i := range list {
					if i.ID == made.ID {
						n++
						same(c, "in the list the issue", i, made)
					}
				}
				if n != 1 {
					c.Errorf("in the list it is %d times", n)
				}
				statusIs(c, Skype, "beingPrayedFor")
			},
		},
		{
			Name: "Unknown/of-messages", Sweep: true, Needs: ofMessages(), Source: docEnums,
			Why: "a category that Microsoft invents tomorrow must not make a program fail that was built today",
			Run: func(c *run) {
				made := message(c, func(in *health.NewMessage) { in.Category, in.Severity = "panic", "apocalyptic" })
				got := getMessage(c, made.ID)
				same(c, "the message", got, made)
				if got.Category != "panic" || got.Severity != "apocalyptic" {
					c.Errorf("it is %+v", got)
				}
				list, err := all(c, c.S.Service, health.MessageQuery{PageSize: c.PageSize})
				c.Must(err, "listing messages")
				for _, m := range list {
					if m.ID == made.ID {
						same(c, "in the list the message", m, made)
					}
				}
			},
		},
		{
			Name: "Unknown/any-letter-case", Source: docStatus,
			Why: "the documentation writes them with a capital and the service without",
			Run: func(c *run) {
				var got struct {
					Status         health.Status
					Classification health.Classification
					Origin         health.Origin
					PostType       health.PostType
					Category       health.Category
					Severity       health.Severity
				}
				want := got
				want.Status, want.Classification, want.Origin = health.ServiceOperational, health.Advisory, health.OriginThirdParty
				want.PostType, want.Category, want.Severity = health.PostQuick, health.PlanForChange, health.SeverityCritical
				for _, body := range []string{
					`{"Status":"ServiceOperational","Classification":"Advisory","Origin":"ThirdParty","PostType":"Quick","Category":"PlanForChange","Severity":"Critical"}`,
					`{"Status":"serviceoperational","Classification":"ADVISORY","Origin":"thirdparty","PostType":"quick","Category":"PLANFORCHANGE","Severity":"critical"}`,
				} {
					c.Must(json.Unmarshal([]byte(body), &got), "decoding "+body)
					same(c, body, got, want)
				}
				c.Must(json.Unmarshal([]byte(`{"Status":"BeingPrayedFor","Category":"Panic"}`), &got), "decoding what nobody knows")
				if got.Status != "BeingPrayedFor" || got.Category != "Panic" {
					c.Errorf("what nobody knows is %+v", got)
				}
			},
		},
	}
}
