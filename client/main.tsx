import { render } from "solid-js/web"
import { App } from "./app.tsx"
import "./ui/tokens.css"
import "./ui/base.css"
import "./ui/ui.css"
import "./app.css"

render(() => <App />, document.getElementById("app")!)
