package identity

import "net/http"

// Ping leaves the body open, and so the connection.
func Ping(c *http.Client, url string) (int, error) {
	answer, err := c.Get(url)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, nil
}
