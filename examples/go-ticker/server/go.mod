module millrace/examples/go-ticker

go 1.19
