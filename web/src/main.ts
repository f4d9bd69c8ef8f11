import "./view/page";
