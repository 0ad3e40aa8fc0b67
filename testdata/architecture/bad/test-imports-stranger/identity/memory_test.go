package identity_test

import _ "github.com/onsi/gomega"
