package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/support"
)

// problems lists what a request can be about.
type problems func(context.Context) iter.Seq2[*support.Problem, error]

// azureService is what Azure's support covers of Microsoft 365: words by which an incident
// is known, and the words by which the catalogue knows the service.
type azureService struct{ incident, catalogue []string }

var (
	aboutIdentity = &azureService{[]string{"identity service", "entra", "azure active directory"}, []string{"entra", "active directory"}}
	aboutBilling  = &azureService{[]string{"billing", "invoice"}, []string{"billing"}}
)

// azureServiceOf is what of Azure's support covers an issue; nil if nothing does.
func azureServiceOf(i *health.Issue) *azureService {
	switch {
	case says(i.Service, aboutIdentity.incident):
		return aboutIdentity
	case says(i.Service+" "+i.Feature+" "+i.FeatureGroup, aboutBilling.incident):
		return aboutBilling
	default:
		return nil
	}
}

// says reports whether a text has one of the words.
func says(text string, words []string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
}

// problems lists those of every service of the catalogue that covers it: their ids are
// asked for and never kept.
func (a *azureService) problems(c support.Catalogue) problems {
	return func(ctx context.Context) iter.Seq2[*support.Problem, error] {
		return func(yield func(*support.Problem, error) bool) {
			for s, err := range c.Services(ctx) {
				if err != nil {
					yield(nil, err)
					return
				}
				if !says(s.Name, a.catalogue) {
					continue
				}
				for problem, err := range c.Problems(ctx, s.ID) {
					if !yield(problem, err) || err != nil {
						return
					}
				}
			}
		}
	}
}

// choose returns the problem of the name, or the likeliest for the issue.
func (list problems) choose(ctx context.Context, i *health.Issue, name string) (*support.Problem, error) {
	var all []*support.Problem
	for p, err := range list(ctx) {
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	var names []string
	for _, p := range all {
		if name != "" && (sameName(p.Name, name) || sameName(p.Name[strings.LastIndex(p.Name, "/")+1:], name)) {
			return p, nil
		}
		names = append(names, fmt.Sprintf("%q", p.Name))
	}
	if name == "" {
		each := func(yield func(*support.Problem, error) bool) {
			for _, p := range all {
				if !yield(p, nil) {
					return
				}
			}
		}
		likely, err := support.Suggest(each, i.Service+" "+i.Feature+" "+i.Title+" "+i.ImpactDescription)
		if err != nil {
			return nil, err
		}
		if len(likely) > 0 {
			return likely[0], nil
		}
	}
	return nil, &unchosen{name, strings.Join(names, ", ")}
}

// unchosen: it is not known what the request is about.
type unchosen struct{ name, names string }

func (u *unchosen) Error() string {
	if u.name != "" {
		return fmt.Sprintf("-problem: there is none of the name %q; there are: %s", u.name, u.names)
	}
	return "none of the problems fits the incident; choose one with -problem: " + u.names
}

// fill is the request, filled in from the issue, and the name of what it is about.
func (w *way) fill(ctx context.Context, i *health.Issue, o options) (n support.NewTicket, about string, err error) {
	p, err := w.problems.choose(ctx, i, o.problem)
	if err != nil {
		return n, "", err
	}
	n = support.NewTicket{Title: titleOf(i) + " " + cut(i.Title, 200), Description: describe(i), Problem: p.ID, Severity: o.severity}
	w.address(&n)
	if n.Severity == "" {
		n.Severity = support.Moderate
		if i.Classification == health.Advisory {
			n.Severity = support.Minimal
		}
	}
	if o.contact != "" {
		n.Contact, err = readContact(o.contact)
	} else if o.partner == "" {
		err = errors.New("-contact is expected: Microsoft wants to know whom to talk to")
	}
	if n.Contact.Method == "" && o.partner == "" {
		n.Contact.Method = support.ContactEmail
	}
	if o.partner == "" {
		n.ProblemStart = i.StartDateTime
	} else {
		n.Contact.Method, n.Contact.TimeZone, n.Contact.Country, n.Contact.Language = "", "", "", ""
	}
	return n, p.Name, err
}

// titleOf is how the title of a request for an issue begins.
func titleOf(i *health.Issue) string { return "Service incident " + string(i.ID) + ":" }

// describe tells Microsoft what Microsoft has told.
func describe(i *health.Issue) string {
	var b strings.Builder
	fmt.Fprintf(&b, "We are affected by %s (%s), which Microsoft reports as %s.\n", i.ID, i.Service, words(i.Status))
	fmt.Fprintf(&b, "Began: %s\nImpact: %s\n", i.StartDateTime.UTC().Format(time.RFC3339), cut(cmp.Or(i.ImpactDescription, i.Title), 1000))
	if what := strings.TrimSpace(i.FeatureGroup + " / " + i.Feature); what != "/" {
		fmt.Fprintf(&b, "Feature: %s\n", what)
	}
	if len(i.Posts) > 0 {
		last := i.Posts[len(i.Posts)-1]
		fmt.Fprintf(&b, "\nThe last word of %s:\n%s\n", last.CreatedDateTime.UTC().Format(time.RFC3339), cut(text(last.Description), 2000))
	}
	return b.String()
}

// cut is a text of at most so many characters.
func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-2]) + " …"
	}
	return text
}

// requestID is by which Partner Center recognizes the request for an issue of a customer.
func requestID(customer admin365.TenantID, id health.IssueID) string {
	sum := sha256.Sum256([]byte("oncall " + strings.ToLower(string(customer)) + " " + string(id)))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // A UUID of version 8.
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// readContact reads the person to talk to. Errors name the file and no value of it.
func readContact(path string) (support.Contact, error) {
	var c support.Contact
	text, err := os.ReadFile(path)
	if err != nil {
		return c, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c); err != nil {
		return support.Contact{}, fmt.Errorf("-contact: %s is no person to talk to: it is JSON with texts such as firstName, lastName, email, timeZone, country and language", path)
	}
	return c, nil
}
