module sdk-go-openai-realtime

go 1.19

require (
	github.com/WqyJh/go-openai-realtime v0.6.1
	wire v0.0.0
)

require (
	github.com/coder/websocket v1.8.12 // indirect
)

replace wire => ../shared/wire
