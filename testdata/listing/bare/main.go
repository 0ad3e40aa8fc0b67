// Command bare lists users with net/http and nothing else: what the library is
// measured against.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
)

func main() {
	link := "https://graph.microsoft.com/v1.0/users?$top=999"
	for link != "" {
		request, err := http.NewRequest(http.MethodGet, link, nil)
		if err != nil {
			panic(err)
		}
		request.Header.Set("Authorization", "Bearer "+os.Args[2])
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			panic(err)
		}
		var page struct {
			Value []struct{ UserPrincipalName string }
			Next  string `json:"@odata.nextLink"`
		}
		if err := json.NewDecoder(answer.Body).Decode(&page); err != nil {
			panic(err)
		}
		if err := answer.Body.Close(); err != nil {
			panic(err)
		}
		for _, user := range page.Value {
			fmt.Println(user.UserPrincipalName)
		}
		link = page.Next
	}
}
