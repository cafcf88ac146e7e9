module example.com/item

go 1.21
