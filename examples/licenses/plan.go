package main

import (
	"fmt"
	"slices"
	"strings"
)

// showPlan says what can be released, of whom, and why.
func (r *release) showPlan() {
	r.tell("\nWhat can be released:")
	slices.SortFunc(r.found, func(a, b candidate) int {
		return strings.Compare(strings.ToLower(a.UserPrincipalName), strings.ToLower(b.UserPrincipalName))
	})
	licenses, seats, people, stays := 0, 0, 0, 0
	for i := range r.found {
		c := &r.found[i]
		for j := range c.licenses {
			c.licenses[j].Product = r.census.lineOf(c.licenses[j].SKUID).name
		}
		slices.SortFunc(c.licenses, func(a, b held) int { return strings.Compare(a.Product, b.Product) })
		for _, h := range c.licenses {
			r.tell("  %s: %s, %s%s", c, h.Product, h.Why.words(r.o.days), keeping(c.keeps))
			if c.keeps == "" {
				licenses++
				seats += h.seats()
			}
		}
		if c.keeps == "" {
			people++
		}
	}
	for _, l := range r.census.lines {
		stays += l.stays
	}
	r.tell("%s of %s; %s", count(licenses, "license"), count(people, "person", "people"), comeFree(seats))
	if stays > 0 {
		r.tell("%s of blocked or inactive people: by a group, so who is not to have it leaves the group", count(stays, "further license"))
	}
}

func keeping(reason string) string {
	if reason == "" {
		return ""
	}
	return ": left alone, " + reason
}

func comeFree(seats int) string {
	if seats == 1 {
		return "1 seat comes free"
	}
	return fmt.Sprintf("%d seats come free", seats)
}

func areFree(seats int) string {
	if seats == 1 {
		return "1 seat is free again"
	}
	return fmt.Sprintf("%d seats are free again", seats)
}

// seats is how many come free with the license.
func (h held) seats() int {
	if h.Why == twice {
		return 0
	}
	return 1
}
