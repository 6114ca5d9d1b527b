module millrace/examples/go-broker

go 1.19
