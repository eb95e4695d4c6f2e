// Styles first: the order of the cascade layers is settled by the first sheet that names them.
import "./ui/tokens.css"
import "./ui/base.css"
import "./ui/ui.css"
import "./app.css"
import { render } from "solid-js/web"
import { App } from "./app.tsx"

render(() => <App />, document.getElementById("app")!)
