package admin_test

import (
	"encoding/json"
	"testing"
)

// nextLink is the link to the next page of a collection.
func nextLink(tb testing.TB, body []byte) string {
	tb.Helper()
	var page struct {
		Next string `json:"@odata.nextLink"`
	}
	if err := json.Unmarshal(body, &page); err != nil {
		tb.Fatal(err)
	}
	if page.Next == "" {
		tb.Fatal("there is no next page")
	}
	return page.Next
}
